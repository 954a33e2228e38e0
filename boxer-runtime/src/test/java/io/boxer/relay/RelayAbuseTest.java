// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.common.DataSize;
import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand of each kind who may not use the relay, and two who may: reliability, row A3. */
@Timeout(180)
final class RelayAbuseTest {
    private static final int TIMES = 1000;
    private static final int ROOM = 2 * TIMES;
    private static final DataSize NO_LIMIT = DataSize.ofBytes(0);
    private static final int END_AT = 4;
    private static final int SESSION_AT = 5;

    /** For the connection that somebody waits for; of the relay that is tried. */
    private interface Forger {
        byte[] ticket(ClusterKey key, long session, int time);
    }

    @TempDir
    private Path directory;

    @Test
    void noTicket() throws IOException {
        var random = new Random(1);
        nobodyGetsThrough((key, session, time) -> {
            byte[] noise = new byte[Ticket.LENGTH_BYTES];
            random.nextBytes(noise);
            return noise;
        });
    }

    @Test
    void aTicketThatHasExpired() throws IOException {
        nobodyGetsThrough((key, session, time) ->
                new Ticket(session, Ticket.End.ACCEPTOR, System.currentTimeMillis() - 1 - time).sign(key));
    }

    @Test
    void aTicketOfAnotherKey() throws IOException {
        ClusterKey another = ClusterKey.random();
        nobodyGetsThrough((key, session, time) ->
                TestRelay.ticket(session, Ticket.End.ACCEPTOR).sign(another));
    }

    @Test
    void aThirdNodesTicketMadeOutForThisConnection() throws IOException {
        nobodyGetsThrough((key, session, time) -> {
            byte[] ticket =
                    TestRelay.ticket(session + 1 + time, Ticket.End.ACCEPTOR).sign(key);
            return ByteBuffer.wrap(ticket).putLong(SESSION_AT, session).array();
        });
    }

    @Test
    void theCallersOwnTicketMadeOutForTheOtherEnd() throws IOException {
        nobodyGetsThrough((key, session, time) -> {
            byte[] ticket = TestRelay.ticket(session, Ticket.End.CALLER).sign(key);
            ticket[END_AT] = 1;
            return ticket;
        });
    }

    @Test
    void theSameEndTwice() throws IOException {
        nobodyGetsThrough((key, session, time) ->
                TestRelay.ticket(session, Ticket.End.CALLER).sign(key));
    }

    /** Not to the caller who waits, and nothing from him; then the one that he waits for comes. */
    private void nobodyGetsThrough(Forger forger) throws IOException {
        try (var relay = new TestRelay(directory, ROOM, NO_LIMIT)) {
            Socket caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "secret");
            await().until(() -> relay.status().waiting() == 1);

            assertThat(heard(relay, time -> forger.ticket(relay.key(), 7, time)))
                    .isZero();

            assertThat(relay.status().joined()).isZero();
            assertThat(relay.status().refused()).isEqualTo(TIMES);
            Socket acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "welcome");
            assertThat(TestRelay.read(acceptor, 6)).isEqualTo("secret");
            assertThat(TestRelay.read(caller, 7)).isEqualTo("welcome");
        }
    }

    /** How many bytes a thousand heard who said something behind this ticket. */
    private static long heard(TestRelay relay, IntFunction<byte[]> tickets) throws IOException {
        long bytes = 0;
        for (int i = 0; i < TIMES; i++) {
            try (Socket socket = relay.dial(tickets.apply(i), "let me in")) {
                bytes += socket.getInputStream().readAllBytes().length;
            } catch (SocketException reset) {
                // it hung up while we still talked
            }
        }
        return bytes;
    }

    @Test
    void bothTicketsOfAConnectionThatIsOrWasAreOfNoUseToWhoeverHasCopiedThem() throws IOException {
        try (var relay = new TestRelay(directory, ROOM, NO_LIMIT)) {
            byte[] callers = TestRelay.ticket(7, Ticket.End.CALLER).sign(relay.key());
            byte[] acceptors = TestRelay.ticket(7, Ticket.End.ACCEPTOR).sign(relay.key());
            Socket caller = relay.dial(callers, "secret");
            Socket acceptor = relay.dial(acceptors, "welcome");
            assertThat(TestRelay.read(acceptor, 6)).isEqualTo("secret");
            assertThat(TestRelay.read(caller, 7)).isEqualTo("welcome");

            assertThat(heard(relay, time -> time % 2 == 0 ? callers : acceptors))
                    .isZero();
            caller.close();
            acceptor.close();
            await().until(() -> relay.status().standing() == 0);
            assertThat(heard(relay, time -> time % 2 == 0 ? callers : acceptors))
                    .isZero();

            assertThat(relay.status().joined()).isEqualTo(1);
            assertThat(relay.status().refused()).isEqualTo(2 * TIMES);
        }
    }

    @Test
    void aThousandThirdNodesWithGoodTicketsWaitAloneAndThereIsNoRoomForOneMore() throws IOException {
        try (var relay = new TestRelay(directory, TIMES + 1, NO_LIMIT)) {
            Socket caller = relay.dial(TestRelay.ticket(7, Ticket.End.CALLER), "secret");
            List<Socket> alone = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                alone.add(relay.dial(TestRelay.ticket(1000 + i, Ticket.End.ACCEPTOR), "let me in"));
            }
            await().until(() -> relay.status().waiting() == TIMES + 1);

            assertThat(heard(
                            relay,
                            time -> TestRelay.ticket(5000 + time, Ticket.End.CALLER)
                                    .sign(relay.key())))
                    .isZero();
            assertThat(relay.status().refused()).isEqualTo(TIMES);
            assertThat(relay.status().joined()).isZero();

            Socket acceptor = relay.dial(TestRelay.ticket(7, Ticket.End.ACCEPTOR), "welcome");
            assertThat(TestRelay.read(acceptor, 6)).isEqualTo("secret");
            assertThat(TestRelay.read(caller, 7)).isEqualTo("welcome");
            for (Socket socket : alone) {
                assertThat(socket.getInputStream().available()).isZero();
            }
        }
    }

    @Test
    void noConnectionGetsMoreBytesPerSecondThanItsLimitAndAllGetTheirs() throws IOException {
        int perSecond = 1 << 20;
        byte[] text = "x".repeat(2 * perSecond).getBytes(US_ASCII);
        try (var relay = new TestRelay(directory, ROOM, DataSize.ofBytes(perSecond))) {
            List<Thread> senders = new ArrayList<>();
            List<Socket> receivers = new ArrayList<>();
            for (int session = 1; session <= 4; session++) {
                Socket caller = relay.dial(TestRelay.ticket(session, Ticket.End.CALLER), "");
                receivers.add(relay.dial(TestRelay.ticket(session, Ticket.End.ACCEPTOR), ""));
                senders.add(new Thread(() -> send(caller, text), "sender-" + session));
            }
            long started = System.nanoTime();
            senders.forEach(Thread::start);

            for (Socket receiver : receivers) {
                assertThat(receiver.getInputStream().readNBytes(text.length)).isEqualTo(text);
            }

            double seconds = (System.nanoTime() - started) / 1e9;
            assertThat(text.length / seconds).isLessThan(1.5 * perSecond);
        }
    }

    private static void send(Socket socket, byte[] text) {
        try {
            socket.getOutputStream().write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
