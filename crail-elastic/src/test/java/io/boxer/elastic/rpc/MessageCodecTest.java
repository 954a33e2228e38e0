// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.boxer.common.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodecTest {
    private static final long REQUEST = 0x0102030405060708L;

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBack(MessageType type) {
        Message message = MessageSamples.of(type);
        assertThat(message.type()).isEqualTo(type);

        ByteBuffer bytes = wire(message);
        int length = Frame.checkLength(bytes.getInt(), Frame.maxBytes(0));

        assertThat(length).isEqualTo(bytes.remaining());
        assertThat(Frame.parse(bytes)).isEqualTo(new Frame(REQUEST, message));
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsCutAnywhereIsRefusedOrHasAShorterBody(MessageType type) {
        Message message = MessageSamples.of(type);
        ByteBuffer bytes = wire(message);
        bytes.getInt();
        int fields = bytes.remaining() - message.body().remaining();

        for (int cut = 0; cut < bytes.remaining(); cut++) {
            ByteBuffer cutOff = bytes.slice(bytes.position(), cut);
            if (cut < fields) {
                assertThat(catchThrowable(() -> Frame.parse(cutOff)))
                        .as("%s cut at %d of %d", type, cut, bytes.remaining())
                        .isInstanceOf(MalformedFrameException.class);
            } else {
                assertThat(Frame.parse(cutOff).message().body().remaining()).isEqualTo(cut - fields);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesBehindAMessageWithoutABodyAreRefused(MessageType type) {
        ByteBuffer bytes = wire(MessageSamples.of(type));
        ByteBuffer longer = ByteBuffer.allocate(bytes.remaining() - Frame.LENGTH_BYTES + 1);
        longer.put(bytes.position(Frame.LENGTH_BYTES)).put((byte) 0).flip();

        Throwable thrown = catchThrowable(() -> Frame.parse(longer.duplicate()));

        if (MessageSamples.of(type).body().hasRemaining()) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).isInstanceOf(MalformedFrameException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageWithDamagedBytesIsReadOrRefusedButNothingElse(MessageType type) {
        Random random = new Random(type.name().hashCode());
        for (int i = 0; i < 300; i++) {
            ByteBuffer bytes = wire(MessageSamples.of(type));
            bytes.getInt();
            int at = bytes.position() + random.nextInt(bytes.remaining());
            bytes.put(at, (byte) random.nextInt());

            Throwable thrown = catchThrowable(() -> Frame.parse(bytes));

            if (thrown != null) {
                assertThat(thrown).isInstanceOf(MalformedFrameException.class);
            }
        }
    }

    @Test
    void aLengthOutsideTheLimitsIsRefusedByName() {
        assertThat(Frame.checkLength(9, 100)).isEqualTo(9);
        assertThat(Frame.checkLength(100, 100)).isEqualTo(100);
        assertThatThrownBy(() -> Frame.checkLength(101, 100))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("malformed frame: length=101 is outside 9..100");
        assertThatThrownBy(() -> Frame.checkLength(8, 100)).isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> Frame.checkLength(-1, 100)).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void anUnknownTypeIsRefusedByNumber() {
        assertThatThrownBy(() -> Frame.parse(ByteBuffer.allocate(9).put(0, (byte) 127)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("malformed frame: message type=127 is unknown");
    }

    private static ByteBuffer wire(Message message) {
        ByteBuffer head = new Frame(REQUEST, message).head();
        ByteBuffer body = message.body().duplicate();
        return ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head)
                .put(body)
                .flip();
    }
}
