// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.DataSize;
import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real relay, real sockets. */
final class RelayServerTest {
    private static final int MOST = 3;

    @TempDir
    private Path directory;

    private TestRelay relay;

    @BeforeEach
    void start() {
        relay = new TestRelay(directory, MOST, DataSize.ofBytes(0));
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void joinsTheTwoEndsOfASessionAndForwardsWhatTheySaidBefore() throws IOException {
        var caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "hello");
        var acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "welcome");

        assertThat(TestRelay.read(acceptor, 5)).isEqualTo("hello");
        assertThat(TestRelay.read(caller, 7)).isEqualTo("welcome");
    }

    @Test
    void forwardsManyBytesUnchangedToAReaderThatIsSlowToBegin() throws Exception {
        var caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "");
        var acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "");
        byte[] sent = new byte[20 << 20];
        new Random(1).nextBytes(sent);

        var sending = CompletableFuture.runAsync(() -> {
            try {
                caller.getOutputStream().write(sent);
                caller.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        byte[] got = acceptor.getInputStream().readAllBytes();

        sending.get();
        assertThat(got).isEqualTo(sent);
    }

    @Test
    void whatWasSaidAndEndedBeforeTheOtherEndCameIsNotLost() throws IOException {
        var caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "ping");
        caller.shutdownOutput();
        await().untilAsserted(() -> assertThat(relay.status().waiting()).isEqualTo(1));

        var acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "");

        assertThat(new String(acceptor.getInputStream().readAllBytes(), US_ASCII))
                .isEqualTo("ping");
    }

    @Test
    void anEndThatSaysNoMoreStillHears() throws IOException {
        var caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "ping");
        var acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "");

        caller.shutdownOutput();
        assertThat(new String(acceptor.getInputStream().readAllBytes(), US_ASCII))
                .isEqualTo("ping");
        acceptor.getOutputStream().write("pong".getBytes(US_ASCII));
        acceptor.shutdownOutput();

        assertThat(new String(caller.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("pong");
        await().untilAsserted(() -> assertThat(relay.status().standing()).isZero());
    }

    @Test
    void noTicketNoForwarding() throws IOException {
        byte[] good = TestRelay.ticket(7, Ticket.End.CALLER).sign(relay.key());
        relay.dial(good, "secret");
        byte[] expired = new Ticket(7, Ticket.End.ACCEPTOR, System.currentTimeMillis() - 1).sign(relay.key());
        byte[] forEver = new Ticket(7, Ticket.End.ACCEPTOR, Long.MAX_VALUE).sign(relay.key());
        byte[] strangers = TestRelay.ticket(7, Ticket.End.ACCEPTOR).sign(ClusterKey.random());
        byte[] changed = TestRelay.ticket(8, Ticket.End.ACCEPTOR).sign(relay.key());
        ByteBuffer.wrap(changed).putLong(5, 7);
        byte[] http = "GET http://169.254.169.254/latest/meta-data/ HTTP/1.1\r\n\r\n".getBytes(US_ASCII);

        for (byte[] bad : List.of(expired, forEver, strangers, changed, http, new byte[Ticket.LENGTH_BYTES], good)) {
            assertThat(relay.dial(bad, "").getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(relay.status().joined()).isZero();
        assertThat(relay.status().refused()).isEqualTo(7);
    }

    @Test
    void overItsLimitItRefusesAndTheOthersGoOn() throws IOException {
        for (int session = 1; session <= MOST; session++) {
            relay.dial(TestRelay.ticket(session, Ticket.End.CALLER), "x");
        }

        assertThat(relay.dial(TestRelay.ticket(99, Ticket.End.CALLER), "")
                        .getInputStream()
                        .readAllBytes())
                .isEmpty();
        assertThat(TestRelay.read(relay.dial(TestRelay.ticket(1, Ticket.End.ACCEPTOR), ""), 1))
                .isEqualTo("x");
    }

    @Test
    void aBrokenEndBreaksTheOther() throws IOException {
        var caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "");
        var acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "x");
        assertThat(TestRelay.read(caller, 1)).isEqualTo("x");

        acceptor.setSoLinger(true, 0);
        acceptor.close();

        await().untilAsserted(() -> assertThat(relay.status().standing()).isZero());
        assertThatThrownBy(() -> caller.getInputStream().read()).hasMessageContaining("reset");
    }
}
