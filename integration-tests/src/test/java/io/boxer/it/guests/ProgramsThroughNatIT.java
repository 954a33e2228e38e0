// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.it.guests.programs.NettyEcho;
import io.boxer.it.guests.programs.NioEcho;
import io.boxer.lab.Lab;
import io.boxer.lab.RelayCount;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The programs of the other tests, each node alone behind a NAT that lets nobody in and keeps ports: all connections go directly
 * from one to the other, none through the relay.
 */
@Timeout(120)
class ProgramsThroughNatIT {
    private static final String UNTESTED = "programs through two NATs";

    private static Lab lab;
    private static Overlay overlay;

    @BeforeAll
    static void open() {
        lab = NatLab.open("port-preserving,".repeat(16), UNTESTED);
        overlay = Overlay.across(lab);
    }

    @AfterAll
    static void close() {
        if (overlay != null) {
            try {
                assertThat(new RelayCount(lab).joined()).as("relayed").isZero();
            } finally {
                overlay.close();
            }
        }
    }

    @Test
    void redisItsClientItsLoadGeneratorAndItsReplica() {
        var redis = RedisNodes.on(overlay);

        redis.aClientReachesAServerByNameAndTheServerSeesItsOverlayAddress();
        redis.theLoadGeneratorRunsWithFiftyConnections();
        redis.aReplicaHasWhatThePrimaryWasTold();
    }

    @Test
    void nginxKeepsItsConnectionsToTheNodeBehindIt() {
        NatLab.needOtherUsers("nginx through two NATs");

        NginxNodes.on(overlay).theProxyKeepsItsConnectionsToTheOtherNode();
    }

    @Test
    void postgresItsShellAndItsLoadGenerator() {
        NatLab.needOtherUsers("PostgreSQL in a lab");
        var postgres = PostgresNodes.on(overlay);
        postgres.start();

        postgres.theServerSeesVirtualAddressesOfBothEnds();
        postgres.theLoadGeneratorRunsTransactionsOverFourConnections();
    }

    @Test
    void threeServersOfZooKeeperOutliveTheirLeader() {
        new ZooKeeperNodes(overlay).whenTheLeaderIsKilledThenAnotherLeadsAndTheClientGoesOn();
    }

    @Test
    void ahundredConnectionsOfPythonsAsyncio() {
        new AsyncioNodes(overlay, Program.need("python3", UNTESTED)).ahundredConnectionsAtATime();
    }

    @Test
    void twoHundredChannelsOfNettysEpoll() {
        overlay.node("netty", JavaProgram.command(NettyEcho.class.getName(), "server", "7001"))
                .awaitSaid("serving at ");

        var result = overlay.run(JavaProgram.command(NettyEcho.class.getName(), "client", "netty", "7001", "200"));

        assertThat(result.succeeded().out()).isEqualTo("200 echoes\n");
    }

    /** Each behind a proxy, as where seccomp is forbidden. */
    @Test
    void programsInGoThatNobodyLooksInto() {
        GoProgram peer = GoProgram.build("peer", overlay.directory("bin"));
        overlay.node(
                        "gate",
                        List.of("--front-end", "proxy", "--serve", "7000=17000"),
                        peer.with("serve", "127.0.0.1:17000"))
                .awaitSaid("serving as");
        List<String> forward = List.of("--front-end", "proxy", "--forward", "17001=gate:7000");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(overlay.run(forward, peer.with("ask", "127.0.0.1", "17001", "50"))
                                .succeeded()
                                .out())
                        .contains(": 127.0.0.1 to 127.0.0.1: hello"));
    }

    /** It ignores what connect() returned: the event alone counts. */
    @Test
    void twentyChannelsOfJavasSelectorsThatWaitForTheEventOfConnect() {
        overlay.node("nio", JavaProgram.command(NioEcho.class.getName(), "server", "7000"))
                .awaitSaid("serving at ");

        var result = overlay.run(JavaProgram.command(NioEcho.class.getName(), "client", "nio", "7000", "20"));

        assertThat(result.succeeded().out()).matches("20 hello from nio/10\\.\\d+\\.\\d+\\.\\d+:7000\n");
    }
}
