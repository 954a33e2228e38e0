// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.NodeId;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.overlay.punch.ConnectionKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OverlayCodecTest {
    private static final HostId HOST = new HostId("3f0c1a2b-0000-4000-8000-000000000001:4026531840");
    private static final Placed PLACED = new Placed(OverlayAddress.parse("10.77.0.2"), 24);
    private static final Endpoint SEEN = new Endpoint(OverlayAddress.parse("198.51.100.10"), 24001);
    private static final Member MEMBER = new Member(new NodeId("cache"), OverlayAddress.parse("10.77.0.2"), HOST);

    private static Stream<OverlayMessage> messages() {
        return Stream.of(
                new OverlayMessage.Join(Optional.empty(), new NodeToken(1, 2), HOST, Optional.empty(), true),
                new OverlayMessage.Join(
                        Optional.of(new NodeId("cache")), new NodeToken(-1, 3), HOST, Optional.of(PLACED), false),
                new OverlayMessage.Welcome(
                        new NodeId("cache"), PLACED, SEEN, Optional.empty(), List.of(MEMBER, MEMBER)),
                new OverlayMessage.Welcome(new NodeId("cache"), PLACED, SEEN, Optional.of(SEEN), List.of()),
                forwarded(new PeerMessage.Dial(1, 6379, SEEN, true, true, 24_001, ConnectionKey.random())),
                forwarded(new PeerMessage.Accepted(2, SEEN, true)),
                forwarded(new PeerMessage.Denied(3, PeerMessage.Denied.Why.NO_PATH)),
                new OverlayMessage.Forward(new NodeId("web"), new PeerMessage.Cancelled(-4)),
                new OverlayMessage.Refused("name 'cache' is taken"),
                new OverlayMessage.Came(MEMBER),
                new OverlayMessage.Gone(new NodeId("cache")),
                new OverlayMessage.Look(),
                new OverlayMessage.Seen(Optional.of(SEEN), List.of(MEMBER)),
                new OverlayMessage.Ask(-5, new NodeId("web"), new NodeId("cache"), true),
                new OverlayMessage.Told(6, new PathFacts(SEEN, SEEN, Optional.empty(), true, Optional.empty(), "why")),
                new OverlayMessage.Told(
                        7,
                        new PathFacts(
                                SEEN,
                                SEEN,
                                Optional.of(SEEN),
                                false,
                                Optional.of(new PathFacts.Measured(true, 70_000, 1L << 40)),
                                "")),
                new OverlayMessage.Leave(),
                new OverlayMessage.Alive());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsRead(OverlayMessage message) {
        assertThat(OverlayCodec.read(OverlayCodec.write(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageCutAtAnyByteIsMalformed(OverlayMessage message) {
        byte[] whole = bytes(message);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> OverlayCodec.read(ByteBuffer.wrap(cut)))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(MalformedFrameException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aByteTooManyIsMalformed(OverlayMessage message) {
        byte[] whole = bytes(message);

        assertThatThrownBy(() -> OverlayCodec.read(ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1))))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void anUnknownCodeIsMalformed() {
        assertThatThrownBy(() -> OverlayCodec.read(ByteBuffer.wrap(new byte[] {99})))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("malformed frame: no message has the code 99");
    }

    @Test
    void aNameThatIsNoneIsMalformed() {
        byte[] gone = bytes(new OverlayMessage.Gone(new NodeId("cache")));
        gone[gone.length - 1] = '!';

        assertThatThrownBy(() -> OverlayCodec.read(ByteBuffer.wrap(gone))).isInstanceOf(MalformedFrameException.class);
    }

    private static OverlayMessage forwarded(PeerMessage message) {
        return new OverlayMessage.Forwarded(new NodeId("web"), message);
    }

    private static byte[] bytes(OverlayMessage message) {
        ByteBuffer buffer = OverlayCodec.write(message);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
