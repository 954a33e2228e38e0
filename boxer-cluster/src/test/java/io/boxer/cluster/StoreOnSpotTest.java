// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.boxer.cluster.status.NamenodeDrainable;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.common.Closer;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Settings;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.admin.Metrics;
import io.boxer.common.security.KeyFile;
import io.boxer.elastic.crail.CrailSettings;
import io.boxer.elastic.crail.ElasticCrailStore;
import io.boxer.elastic.datanode.DatanodeServer;
import io.boxer.elastic.datanode.DatanodeSettings;
import io.boxer.elastic.namenode.NamenodeServer;
import io.boxer.elastic.namenode.NamenodeSettings;
import io.boxer.spot.Pool;
import io.boxer.spot.daemon.SpotManager;
import io.boxer.spot.daemon.SpotSettings;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.LaunchRequest;
import io.boxer.spot.drain.NodeProvider;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailStorageClass;
import org.apache.crail.CrailStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spot manager on the real store: namenode, datanodes and spot manager in this process, each behind its own sockets. */
class StoreOnSpotTest {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final int BLOCK_SIZE = 64 * 1024;
    private static final int FILE_BYTES = 40 * BLOCK_SIZE + 321;

    private final Closer closer = new Closer();
    private final KeyFile keyFile;
    private final NamenodeServer namenode;
    private final AdminClient storeAdmin;
    private final NamenodeDrainable store;
    private final Datacentre datacentre = new Datacentre();

    StoreOnSpotTest(@TempDir Path directory) {
        keyFile = new KeyFile(directory.resolve("cluster.key"), true);
        NamenodeSettings settings =
                new NamenodeSettings(ANY, ANY, directory.resolve("namenode"), DataSize.ofBytes(BLOCK_SIZE));
        namenode = closer.closing("namenode", NamenodeServer.start(settings, keyFile, () -> {}));
        storeAdmin = new AdminClient(namenode.adminAddress(), keyFile.key());
        store = new NamenodeDrainable(new StoreAdmin(namenode.adminAddress(), keyFile.key()), InstantSource.system());
        closer.closing("stable-1", datanode("stable-1", "stable"));
    }

    @AfterEach
    void stop() {
        closer.close();
    }

    private DatanodeServer datanode(String name, String pool) {
        DatanodeSettings settings = new DatanodeSettings(
                namenode.listenAddress(),
                new NodeId(name),
                pool,
                ANY,
                ANY,
                Optional.of(DataSize.parse("16MiB")),
                Optional.empty(),
                DataSize.parse("1MiB"),
                Duration.ofSeconds(10),
                256,
                Optional.empty());
        return DatanodeServer.start(settings, keyFile);
    }

    /** Sells datanodes of this process. Thread-safe. */
    private final class Datacentre implements NodeProvider {
        private final Map<String, Instance> instances = new LinkedHashMap<>();
        private final Map<String, DatanodeServer> running = new LinkedHashMap<>();

        @Override
        public synchronized Instance launch(Pool pool, LaunchRequest request) {
            String name = "spot-" + (instances.size() + 1);
            running.put(name, closer.closing(name, datanode(name, pool.text())));
            Instance instance =
                    new Instance(name, new NodeId(name), pool, Optional.empty(), Instant.now(), Optional.empty());
            instances.put(name, instance);
            return instance;
        }

        @Override
        public synchronized void terminate(String id) {
            DatanodeServer node = running.remove(id);
            if (node != null) {
                node.close();
                instances.computeIfPresent(
                        id,
                        (same, was) -> new Instance(
                                id,
                                was.name(),
                                was.pool(),
                                was.metadata(),
                                was.launched(),
                                Optional.of(Instant.now())));
            }
        }

        @Override
        public synchronized List<Instance> list() {
            return new ArrayList<>(instances.values());
        }
    }

    private AdminClient manager() {
        SpotSettings settings = SpotSettings.from(Settings.of(Map.of(
                "boxer.spot.admin", "127.0.0.1:0",
                "boxer.spot.tick", "100ms",
                "boxer.spot.min-nodes", "2",
                "boxer.spot.node-capacity", "16MiB",
                "boxer.spot.cool-down", "200ms")));
        SpotManager manager = closer.closing(
                "spot manager",
                SpotManager.start(settings, keyFile.key(), new Metrics(), SpotManager.World.of(store, datacentre)));
        return new AdminClient(manager.admin(), keyFile.key());
    }

    private CrailStore client() throws Exception {
        CrailSettings settings = CrailSettings.of(namenode.listenAddress())
                .withBlockSize(DataSize.ofBytes(BLOCK_SIZE))
                .withBufferSize(DataSize.ofBytes(BLOCK_SIZE))
                .withKeyFile(keyFile.path());
        return ElasticCrailStore.open(settings);
    }

    private static byte[] write(CrailStore client, String path) throws Exception {
        byte[] bytes = new byte[FILE_BYTES];
        new Random(7).nextBytes(bytes);
        try (OutputStream out = client.create(
                        path, CrailNodeType.DATAFILE, CrailStorageClass.DEFAULT, CrailLocationClass.DEFAULT, true)
                .get()
                .asFile()
                .getBufferedOutputStream(0)) {
            out.write(bytes);
        }
        return bytes;
    }

    private static byte[] read(CrailStore client, String path) throws Exception {
        try (InputStream in = client.lookup(path).get().asFile().getBufferedInputStream(FILE_BYTES)) {
            return in.readNBytes(FILE_BYTES);
        }
    }

    private static long usedBytes(ClusterView view) {
        return view.nodes().stream().mapToLong(NodeView::usedBytes).sum();
    }

    private static NodeView fullestSpotNode(ClusterView view) {
        return view.spotServing().stream()
                .max(Comparator.comparingLong(NodeView::usedBytes))
                .orElseThrow();
    }

    @Test
    void anAnnouncedNodeLosesNothingIsReplacedAndAnIdleStoreShrinksToItsFloor() throws Exception {
        AdminClient manager = manager();
        await().until(() -> store.view().active() == 3);
        CrailStore client = client();
        byte[] written = write(client, "/a");
        await("heartbeats that tell what was written").until(() -> usedBytes(store.view()) >= FILE_BYTES);
        NodeView victim = fullestSpotNode(store.view());

        Map<String, Object> notice = Map.of("node", victim.name().value(), "kind", "notice", "noticeSeconds", 4);
        manager.post("/v1/notices", notice, JsonNode.class);

        await().until(() -> drain(victim.name()).path("state").asText().equals("DONE"));
        JsonNode drain = drain(victim.name());
        assertThat(drain.path("bytesMoved").asLong()).isPositive();
        assertThat(drain.path("bytesLost").asLong()).isZero();
        await().until(() -> state(victim.name()).ended());
        await().during(Duration.ofMillis(500)).until(() -> state(victim.name()).ended());
        datacentre.terminate(victim.name().value());
        await().until(() -> store.view().active() == 3);
        assertThat(read(client, "/a")).isEqualTo(written);

        client.delete("/a", false).get();
        manager.post("/v1/bounds", Map.of("min", 0, "max", 4), JsonNode.class);

        await().until(() -> datacentre.list().stream().noneMatch(Instance::runs));
        client.close();
    }

    private NodeState state(NodeId node) {
        return store.view().node(node).map(NodeView::state).orElse(NodeState.GONE);
    }

    private JsonNode drain(NodeId node) {
        for (JsonNode drain : storeAdmin.get("/v1/status", JsonNode.class).path("drains")) {
            if (drain.path("node").asText().equals(node.value())) {
                return drain;
            }
        }
        return MissingNode.getInstance();
    }
}
