// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever stands where the acceptor dials, and is not the node that called: reliability, row A4. */
@Timeout(120)
final class ImpostorTest {
    private static final int TIMES = 1000;
    private static final long PATIENCE_SECONDS = 20;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("impostor-test", true), EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final AtomicInteger rung = new AtomicInteger();
    private final BlockingQueue<Punching> over = new LinkedBlockingQueue<>();
    private final Random random = new Random(1);
    private ServerSocket callersPort;
    private ServerSocket guest;
    private long sessions;
    private Optional<Punch> last = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        callersPort = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        guest = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        callersPort.close();
        guest.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Watching implements Punching.Owner {
        @Override
        public void rings(int doorbellPort, Punching connection) {
            rung.incrementAndGet();
        }

        @Override
        public void calls(Punch punch, EpollSocketChannel connection, byte[] proof) {
            throw new AssertionError("this was a guest's connection");
        }

        @Override
        public void unheard(Punch punch) {
            throw new AssertionError("the guest listens");
        }

        @Override
        public void over(Punching connection, Optional<Integer> doorbellPort) {
            over.add(connection);
        }
    }

    /** Of a connection that the other node has just been told of. */
    private Punching dial() {
        var punch = new Punch(
                new NodeId("web"),
                guest.getLocalPort(),
                0,
                new Endpoint(OverlayAddress.parse("127.0.0.1"), callersPort.getLocalPort()),
                false,
                24_000,
                ++sessions,
                ConnectionKey.random(),
                false);
        var punching = new Punching(
                loop,
                punch,
                session -> new byte[0],
                new HostPort("127.0.0.1", guest.getLocalPort()),
                "127.0.0.1",
                new Watching());
        loop.execute(punching::dial);
        return punching;
    }

    private static byte[] right(Punch punch) {
        return punch.key().callersProof(punch.session());
    }

    @Test
    void aGuess() throws Exception {
        nobodyIsTakenForTheCaller(right -> {
            byte[] guess = new byte[right.length];
            random.nextBytes(guess);
            return guess;
        });
    }

    @Test
    void oneBitWrong() throws Exception {
        nobodyIsTakenForTheCaller(right -> {
            right[random.nextInt(right.length)] ^= (byte) (1 << random.nextInt(8));
            return right;
        });
    }

    @Test
    void theProofOfAnEarlierConnection() throws Exception {
        nobodyIsTakenForTheCaller(right -> last.map(ImpostorTest::right).orElse(new byte[right.length]));
    }

    @Test
    void theProofOfAnEarlierConnectionWithThisOnesKey() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Punching punching = dial();
            Punch punch = punching.punch();
            isShutOut(punching, punch.key().callersProof(punch.session() - 1));
        }
        theCallerIsServed();
    }

    @Test
    void theAcceptorsOwnProof() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Punching punching = dial();
            Punch punch = punching.punch();
            isShutOut(punching, punch.key().acceptorsProof(punch.session()));
        }
        theCallerIsServed();
    }

    @Test
    void halfAProof() throws Exception {
        nobodyIsTakenForTheCaller(right -> Arrays.copyOf(right, random.nextInt(right.length)));
    }

    @Test
    void whoSaysNothingIsNotWaitedForLongerThanAnyCallerWouldTake() throws Exception {
        Punching punching = dial();
        try (Socket impostor = callersPort.accept()) {
            impostor.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(impostor.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(over.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isSameAs(punching);
    }

    private void nobodyIsTakenForTheCaller(UnaryOperator<byte[]> lie) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            Punching punching = dial();
            isShutOut(punching, lie.apply(right(punching.punch())));
            last = Optional.of(punching.punch());
        }
        theCallerIsServed();
    }

    /** He hears not a byte, and no bell rings. */
    private void isShutOut(Punching punching, byte[] lie) throws Exception {
        try (Socket impostor = callersPort.accept()) {
            impostor.getOutputStream().write(lie);
            impostor.shutdownOutput();
            assertThat(impostor.getInputStream().readAllBytes()).isEmpty();
        } catch (SocketException reset) {
            // it hung up while we still talked
        }
        assertThat(over.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isSameAs(punching);
        assertThat(rung).hasValue(0);
    }

    private void theCallerIsServed() throws Exception {
        Punching punching = dial();
        Punch punch = punching.punch();
        try (Socket caller = callersPort.accept()) {
            caller.getOutputStream().write(right(punch));
            byte[] proof = caller.getInputStream().readNBytes(ConnectionKey.PROOF_BYTES);

            assertThat(proof).isEqualTo(punch.key().acceptorsProof(punch.session()));
            assertThat(rung).hasValue(1);
            var claimed = new CompletableFuture<Boolean>();
            loop.execute(() -> punching.claim(channel -> claimed.complete(channel.isPresent())));
            assertThat(claimed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }
}
