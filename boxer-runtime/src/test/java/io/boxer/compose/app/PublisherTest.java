// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.compose.Application;
import io.boxer.compose.Conduct;
import io.boxer.compose.Program;
import io.boxer.compose.PublishedPort;
import io.boxer.compose.Service;
import io.boxer.compose.StopRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final int MEBIBYTE = 1 << 20;

    private final List<InetSocketAddress> targets = new CopyOnWriteArrayList<>();
    private final Publisher publisher = new Publisher((service, port) -> targets);
    private ServerSocket node = new ServerSocket();

    PublisherTest() throws IOException {}

    @BeforeEach
    void listen() throws IOException {
        node = nodeSocket();
        targets.add(address(node));
        publisher.publish(application(new PublishedPort(0, 80)));
    }

    @AfterEach
    void close() throws IOException {
        publisher.close();
        node.close();
    }

    private static ServerSocket nodeSocket() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static InetSocketAddress address(ServerSocket socket) {
        return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
    }

    private static Application application(PublishedPort... ports) {
        var program = new Program(List.of("x"), Map.of(), Map.of(), Optional.empty());
        var conduct = new Conduct(
                Map.of(),
                Optional.empty(),
                Conduct.RestartPolicy.NEVER,
                new StopRule(StopRule.Signal.TERM, Duration.ofSeconds(1)));
        return new Application("a", List.of(new Service("web", 1, program, conduct, List.of(ports))));
    }

    private Socket client() throws IOException {
        int port = publisher.ports().values().iterator().next();
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void bytesGoBothWaysAndTheEndOfOneDirectionLeavesTheOtherOpen() throws IOException {
        try (Socket client = client();
                Socket far = node.accept()) {
            client.getOutputStream().write("question".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(far.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("question");

            far.getOutputStream().write("answer".getBytes(UTF_8));
            far.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("answer");
        }
    }

    @Test
    void muchMoreThanTheBuffersHoldArrivesWhole() throws Exception {
        byte[] sent = new byte[32 * MEBIBYTE];
        new java.util.Random(7).nextBytes(sent);
        try (Socket client = client();
                Socket far = node.accept()) {
            var writer = new Thread(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();

            assertThat(far.getInputStream().readAllBytes()).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    void aNodeThatDoesNotReadHoldsItsClientUp() throws IOException {
        try (Socket client = client();
                Socket far = node.accept()) {
            assertThat(far.isConnected()).isTrue();
            var channelClient = client.getOutputStream();
            var sent = new java.util.concurrent.atomic.AtomicLong();
            var writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 256; i++) {
                        channelClient.write(new byte[MEBIBYTE]);
                        sent.addAndGet(MEBIBYTE);
                    }
                } catch (IOException closed) {
                    // the test is over
                }
            });
            writer.start();

            org.awaitility.Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> sent.get() < 128L * MEBIBYTE);
        }
    }

    @Test
    void withoutANodeTheClientIsReset() throws IOException {
        targets.clear();

        try (Socket client = client()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aNodeThatRefusesResetsTheClient() throws IOException {
        node.close();

        try (Socket client = client()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aResetOfTheNodeIsOneForTheClient() throws IOException {
        try (Socket client = client()) {
            try (Socket far = node.accept()) {
                far.setSoLinger(true, 0);
            }

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void nodesAreTakenInTurn() throws IOException {
        try (ServerSocket second = nodeSocket()) {
            targets.add(address(second));
            node.setSoTimeout(10_000);
            second.setSoTimeout(10_000);

            try (Socket one = client();
                    Socket two = client();
                    Socket first = node.accept();
                    Socket other = second.accept()) {
                assertThat(List.of(one, two, first, other)).allMatch(Socket::isConnected);
            }
        }
    }

    @Test
    void whatIsNotPublishedAnyMoreIsClosedAndWhatStaysKeepsItsConnections() throws IOException {
        int before = publisher.ports().values().iterator().next();
        publisher.publish(application(new PublishedPort(0, 80), new PublishedPort(0, 81)));
        assertThat(publisher.ports()).hasSize(2).containsValue(before);

        publisher.publish(application());

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), before).close())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aPortThatIsTakenIsRefusedAndNothingChanges() throws IOException {
        var before = publisher.ports();
        try (ServerSocket taken = nodeSocket()) {
            assertThatThrownBy(() -> publisher.publish(application(new PublishedPort(taken.getLocalPort(), 80))))
                    .hasMessageStartingWith(
                            "service web: port %d of 127.0.0.1 cannot be published: ".formatted(taken.getLocalPort()));
        }

        assertThat(publisher.ports()).isEqualTo(before);
    }
}
