// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.elastic.datanode.TestClient.text;
import static io.boxer.elastic.datanode.TestCluster.read;
import static io.boxer.elastic.datanode.TestCluster.ref;
import static io.boxer.elastic.datanode.TestCluster.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatanodeServerTest {
    private final Path directory;
    private final TestCluster cluster;

    DatanodeServerTest(@TempDir Path directory) {
        this.directory = directory;
        this.cluster = new TestCluster(directory);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aNodeRegistersWithItsSlotsAndRenewsItsLease() {
        DatanodeServer node = cluster.start(
                "spot-1",
                Map.of(
                        "boxer.datanode.pool", "spot:m6i.large:us-east-1a",
                        "boxer.datanode.spill", directory.resolve("spill").toString(),
                        "boxer.datanode.spill-size", "128KiB"));

        assertThat(cluster.namenode.heard(NodeMessage.Register.class))
                .containsExactly(new NodeMessage.Register(ref(node), "spot-1", "spot:m6i.large:us-east-1a", 16, 2));
        await().until(() -> cluster.namenode.heard(NodeMessage.Heartbeat.class).size() >= 3);
        assertThat(node.status().state()).isEqualTo("RUNNING");
    }

    @Test
    void bytesAreWrittenAndReadOverTheWire() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        TestClient client = cluster.client(node);

        assertThat(client.ask(write(node, 7, 1, 0, "hello"))).isEqualTo(new DataReply.Written());
        assertThat(client.ask(write(node, 7, 1, 5, " world"))).isEqualTo(new DataReply.Written());

        assertThat(text(client.ask(read(node, 7, 1, 0, 11)))).isEqualTo("hello world");
        assertThat(client.ask(read(node, 7, 1, 0, 12))).isInstanceOf(DataReply.Final.class);
        assertThat(node.counters().of(NodeCounters.Kind.WRITTEN_BYTES)).isEqualTo(11);
        assertThat(node.counters().of(NodeCounters.Kind.READ_BYTES)).isEqualTo(11);
    }

    @Test
    void readersDoNotHangInTheBacklogOfANodeThatWasClosed() {
        DatanodeServer node = cluster.start("node-1");
        cluster.client(node);

        node.close();

        assertThatThrownBy(() -> cluster.client(node)).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void aBlockMovesFromNodeToNodeByPull() {
        DatanodeServer source = cluster.start("node-1");
        DatanodeServer target = cluster.start("node-2");
        cluster.create(source, 7, 1);
        String bytes = "0123456789abcdef".repeat(TestCluster.BLOCK / 16);
        cluster.client(source).ask(write(source, 7, 1, 0, bytes));

        NodeRef from = ref(source);
        NodeRef to = ref(target);
        cluster.namenode.send(to, header -> new ControlMessage.Alloc(header, 7, 2, List.of(from)));
        await().until(() -> cluster.namenode.heard().contains(new NodeMessage.Allocated(to, 7, 2)));
        cluster.namenode.send(from, header -> new ControlMessage.Freeze(header, 7, 1, 2));
        await().until(() -> !cluster.namenode.heard(NodeMessage.Ready.class).isEmpty());
        cluster.namenode.send(to, header -> new ControlMessage.Activate(header, 7, 2, List.of(to), 1, List.of()));
        await().until(() -> cluster.namenode.heard().contains(new NodeMessage.Activated(to, 7, 2)));

        NodeMessage.Frozen frozen =
                cluster.namenode.heard(NodeMessage.Frozen.class).get(0);
        NodeMessage.Ready ready =
                cluster.namenode.heard(NodeMessage.Ready.class).get(0);
        assertThat(ready.crc()).isEqualTo(frozen.crc());
        assertThat(ready.ranges()).isEqualTo(frozen.ranges());
        assertThat(text(cluster.client(target).ask(read(target, 7, 2, 0, TestCluster.BLOCK))))
                .isEqualTo(bytes);
    }

    @Test
    void aSourceThatIsGoneLeavesTheCopyImportingAndTheNodeAnswering() {
        DatanodeServer target = cluster.start("node-2");
        NodeRef to = ref(target);
        NodeRef gone = new NodeRef(target.address().withPort(1), 1);
        cluster.namenode.send(to, header -> new ControlMessage.Alloc(header, 7, 2, List.of(gone)));
        await().until(() -> target.counters().of(NodeCounters.Kind.PULL_FAILED) > 3);

        cluster.namenode.send(to, header -> new ControlMessage.Status(header, 7, 2));

        await().until(() -> !cluster.namenode.heard(NodeMessage.State.class).isEmpty());
        assertThat(cluster.namenode.heard(NodeMessage.State.class).get(0).state())
                .isEqualTo(EntryState.IMPORTING);
    }

    @Test
    void whenTheNamenodeRestartsTheNodeComesBackWithTheSameIncarnationAndReportsItsBlocks() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        NodeRef before = ref(node);

        cluster.namenode.restart();

        await().until(() -> !cluster.namenode.heard(NodeMessage.Report.class).isEmpty());
        assertThat(cluster.namenode.heard(NodeMessage.Register.class).get(0).node())
                .isEqualTo(before);
        assertThat(cluster.namenode.heard(NodeMessage.Report.class).get(0).entries())
                .containsExactly(new NodeMessage.Entry(7, 1, EntryState.LIVE, 0));
        await().until(() -> node.counters().of(NodeCounters.Kind.SESSION_OPENED) == 2);
        assertThat(cluster.client(node).ask(write(node, 7, 1, 0, "x"))).isEqualTo(new DataReply.Written());
    }

    @Test
    void aNodeThatWasDeclaredDeadDropsEverythingAndBeginsAnew() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        TestClient client = cluster.client(node);
        client.ask(write(node, 7, 1, 0, "abc"));
        var oldRead = read(node, 7, 1, 0, 3);
        NodeRef old = ref(node);

        cluster.namenode.declareDead(old);

        await().until(() -> !ref(node).equals(old) && node.status().leaseLeftMillis() > 0);
        assertThat(client.ask(oldRead)).isEqualTo(new DataReply.Retry(DataReply.RetryReason.NOT_MINE, 0));
        assertThat(node.status().blocks()).isZero();
        assertThat(node.status().freeMemorySlots()).isEqualTo(16);
        cluster.create(node, 7, 1);
        assertThat(client.ask(read(node, 7, 1, 0, 3))).isInstanceOf(DataReply.Final.class);
    }

    @Test
    void aNodeThatHearsNothingFromTheNamenodeStopsAcknowledgingAndTriesAnotherConnection() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        TestClient client = cluster.client(node);

        cluster.namenode.beSilent();

        await().untilAsserted(() -> assertThat(client.ask(write(node, 7, 1, 0, "x")))
                .isEqualTo(new DataReply.Retry(DataReply.RetryReason.NO_LEASE, 50)));
        await().until(() -> cluster.namenode.heard(NodeMessage.Register.class).size() >= 2);
    }

    @Test
    void aNodeWhoseSessionIsHalfOpenTriesAnotherConnectionBeforeItsLeaseIsOver() {
        DatanodeServer node = cluster.start("node-1");

        cluster.namenode.beSilent();
        await().until(() -> cluster.namenode.heard(NodeMessage.Register.class).size() >= 2);

        long lastGrant = cluster.namenode.lastGrantNanos();
        assertThat(Duration.ofNanos(System.nanoTime() - lastGrant)).isLessThan(Duration.ofSeconds(2));
        assertThat(node.status().state()).isEqualTo("RUNNING");
    }

    @Test
    void onSigtermItSaysSoServesOnAndGoesWhenItMay() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        TestClient client = cluster.client(node);

        CompletableFuture<Boolean> left =
                CompletableFuture.supplyAsync(() -> node.drainAndClose(Duration.ofSeconds(20)));
        await().until(() -> !cluster.namenode.heard(NodeMessage.Notice.class).isEmpty());
        NodeMessage.Notice notice =
                cluster.namenode.heard(NodeMessage.Notice.class).get(0);
        assertThat(notice.kind()).isEqualTo("sigterm");
        assertThat(notice.deadlineMillis()).isEqualTo(20_000);
        assertThat(client.ask(write(node, 7, 1, 0, "late"))).isEqualTo(new DataReply.Written());
        assertThat(left).isNotDone();

        cluster.namenode.raw(ref(node), new ControlMessage.Drained(ref(node)));

        assertThat(left.join()).isTrue();
        assertThat(client.isCutOff()).isTrue();
    }

    @Test
    void aNodeThatIsNotEmptiedGoesWhenTheDeadlineIsOver() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);

        assertThat(node.drainAndClose(Duration.ofMillis(200))).isFalse();
        node.close();
    }

    @Test
    void withoutANamenodeNobodyWaitsForADrainThatCannotBe() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        cluster.namenode.close();
        await().until(() -> !node.status().session());

        assertThat(node.drainAndClose(Duration.ofMinutes(10))).isFalse();
    }

    @Test
    void aNodeThatIsDeclaredDeadWhileItLeavesDoesNotBeginAnew() {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        CompletableFuture<Boolean> left =
                CompletableFuture.supplyAsync(() -> node.drainAndClose(Duration.ofSeconds(20)));
        await().until(() -> !cluster.namenode.heard(NodeMessage.Notice.class).isEmpty());

        cluster.namenode.declareDead(ref(node));

        assertThat(left.join()).isTrue();
        assertThat(cluster.namenode.heard(NodeMessage.Register.class)).hasSize(1);
    }

    @Test
    void theAdminApiTellsHowTheNodeStands() throws Exception {
        DatanodeServer node = cluster.start("node-1");
        cluster.create(node, 7, 1);
        TestClient client = cluster.client(node);
        client.ask(write(node, 7, 1, 0, "abc"));
        client.ask(write(node, 7, 9, 0, "abc"));
        await().until(() -> node.status().bytes() == 3);

        assertThat(get(node, "/v1/status")).contains("\"name\":\"node-1\"", "\"bytes\":3", "\"session\":true");
        assertThat(get(node, "/metrics"))
                .contains("boxer_datanode_bytes_stored 3.0", "boxer_datanode_written_bytes_total 3.0")
                .contains("boxer_datanode_refusals_total{reason=\"stale_gen\"} 1.0");
        assertThat(get(node, "/healthz")).isNotEmpty();
    }

    private static String get(DatanodeServer node, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + node.adminAddress() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void theTraceHasTheEventsOfTheProtocol() {
        DatanodeServer node = cluster.start(
                "node-1",
                Map.of("boxer.datanode.trace", directory.resolve("trace").toString()));
        cluster.create(node, 7, 1);
        TestClient client = cluster.client(node);
        client.ask(write(node, 7, 1, 0, "abc"));
        client.ask(read(node, 7, 1, 0, 3));

        assertThat(directory.resolve("trace/datanode-node-1.jsonl"))
                .content()
                .contains("\"e\":\"dn.lease\"", "\"e\":\"dn.write\",\"b\":7,\"g\":1", "\"e\":\"dn.read\"")
                .contains("\"from\":\"NONE\",\"to\":\"LIVE\"")
                .contains("\"p\":\"" + ref(node) + "\"");
    }
}
