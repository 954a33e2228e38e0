// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.KeyFile;
import io.boxer.elastic.datanode.DatanodeServer;
import io.boxer.elastic.datanode.DatanodeSettings;
import io.boxer.elastic.namenode.NamenodeServer;
import io.boxer.elastic.namenode.NamenodeSettings;
import io.boxer.elastic.tier.BlockLostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.crail.CrailFile;
import org.apache.crail.CrailInputStream;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailOutputStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with the real namenode and real datanodes in this process, and what they alone can do: move and lose blocks. */
class DaemonClusterTest extends StoreContract {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final int REPLACED_NODES = 6;
    private static final int KEPT_FILES = 10;

    private final KeyFile keyFile;
    private final Path data;
    private final List<DatanodeServer> datanodes = new ArrayList<>();
    private NamenodeServer namenode;

    DaemonClusterTest(@TempDir Path directory) {
        keyFile = new KeyFile(directory.resolve("cluster.key"), true);
        data = directory.resolve("namenode");
        namenode = startNamenode(ANY);
        startDatanode("node-1");
        startDatanode("node-2");
    }

    private NamenodeServer startNamenode(HostPort listen) {
        NamenodeSettings settings = new NamenodeSettings(listen, ANY, data, DataSize.ofBytes(BLOCK_SIZE));
        return NamenodeServer.start(settings, keyFile, () -> {});
    }

    private DatanodeServer startDatanode(String name) {
        DatanodeServer datanode = DatanodeServer.start(
                new DatanodeSettings(
                        namenode.listenAddress(),
                        new NodeId(name),
                        "stable",
                        ANY,
                        ANY,
                        Optional.of(DataSize.parse("16MiB")),
                        Optional.empty(),
                        DataSize.parse("1MiB"),
                        Duration.ofSeconds(10),
                        256,
                        Optional.empty()),
                keyFile);
        datanodes.add(datanode);
        return datanode;
    }

    @Override
    protected CrailSettings cluster() {
        soon().until(() -> activeNodes() == datanodes.size());
        return CrailSettings.of(namenode.listenAddress())
                .withBlockSize(DataSize.ofBytes(BLOCK_SIZE))
                .withBufferSize(DataSize.ofBytes(BLOCK_SIZE))
                .withKeyFile(keyFile.path());
    }

    @AfterEach
    void stop() throws Exception {
        closeStore();
        datanodes.forEach(DatanodeServer::close);
        namenode.close();
    }

    @Test
    void aDrainBetweenWritesAndReadsChangesNoByte() throws Exception {
        CrailFile file = create("/drained", CrailNodeType.DATAFILE).asFile();
        CrailOutputStream out = file.getDirectOutputStream(0);
        byte[] written = bytes(6 * BLOCK_SIZE);
        int half = written.length / 2 + 777;
        for (int at = 0; at < half; at += 7777) {
            out.write(buffer(written, at, Math.min(7777, half - at))).get();
        }
        startDatanode("node-3");
        soon().until(() -> activeNodes() == 3);
        drain("node-1");
        for (int at = half; at < written.length; at += 7777) {
            out.write(buffer(written, at, Math.min(7777, written.length - at))).get();
        }
        out.close();
        CrailInputStream in = file("/drained").getDirectInputStream(written.length);
        byte[] first = new byte[written.length / 2];
        read(in, first);
        drain("node-2");
        byte[] second = new byte[written.length - first.length];
        read(in, second);
        in.close();

        assertThat(first).isEqualTo(Arrays.copyOfRange(written, 0, first.length));
        assertThat(second).isEqualTo(Arrays.copyOfRange(written, first.length, written.length));
    }

    @Test
    void writersAndReadersAtWorkDoNotNoticeThatEveryNodeIsReplaced() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int seed = i;
            workers.add(CompletableFuture.supplyAsync(() -> work(seed, enough)));
        }
        for (int old = 1; old <= REPLACED_NODES; old++) {
            String young = "node-" + (old + 2);
            startDatanode(young);
            soon().until(() -> "ACTIVE".equals(state(young)));
            drain("node-" + old);
        }
        enough.set(true);

        for (CompletableFuture<Integer> worker : workers) {
            assertThat(worker.get()).isPositive();
        }
        assertThat(StoreControl.of(store).lost("/")).isEmpty();
        assertThat(StoreControl.of(store).statistics().failures()).isZero();
    }

    /** @return the number of files that were written, read and found equal */
    private int work(int seed, AtomicBoolean enough) {
        Random random = new Random(seed);
        int files = 0;
        try {
            while (!enough.get()) {
                String path = "/work-" + seed + "-" + files;
                byte[] written = write(path, 1 + random.nextInt(4 * BLOCK_SIZE), 1 + random.nextInt(2 * BLOCK_SIZE));
                assertThat(readAll(path, 1 + random.nextInt(2 * BLOCK_SIZE))).isEqualTo(written);
                files++;
                if (files > KEPT_FILES) {
                    store.delete("/work-" + seed + "-" + (files - 1 - KEPT_FILES), false)
                            .get();
                }
            }
            return files;
        } catch (Exception failure) {
            throw new IllegalStateException("after " + files + " files", failure);
        }
    }

    private void drain(String name) {
        admin().post(
                        "/v1/nodes/" + name + "/drain",
                        Map.of("id", "drain-" + name, "kind", "scale-in", "deadlineMillis", 20_000),
                        Map.class);
        soon().until(() -> "DRAINED".equals(state(name)) || "GONE".equals(state(name)));
    }

    @Test
    void aNodeThatDiesWithBlocksEndsInALossThatNamesThem() throws Exception {
        byte[] written = write("/lost", 8 * BLOCK_SIZE, BLOCK_SIZE);
        assertThat(readAll("/lost", BLOCK_SIZE)).isEqualTo(written);
        datanodes.remove(0).close();

        Throwable failure = catchThrowable(() -> readAll("/lost", BLOCK_SIZE));

        assertThat(BlockLostException.in(failure)).isPresent();
        assertThat(StoreControl.of(store).lost("/lost"))
                .isNotEmpty()
                .allSatisfy(extent -> assertThat(extent.length()).isEqualTo(BLOCK_SIZE));
    }

    @Test
    void theNamenodeMayRestartUnderOpenStreams() throws Exception {
        CrailFile file = create("/restart", CrailNodeType.DATAFILE).asFile();
        CrailOutputStream out = file.getDirectOutputStream(0);
        byte[] written = bytes(5 * BLOCK_SIZE);
        out.write(buffer(written, 0, BLOCK_SIZE)).get();
        HostPort address = namenode.listenAddress();
        namenode.close();
        namenode = startNamenode(address);

        out.write(buffer(written, BLOCK_SIZE, 4 * BLOCK_SIZE)).get();
        out.close();

        assertThat(readAll("/restart", BLOCK_SIZE)).isEqualTo(written);
    }

    @Test
    void aFullStoreRefusesAndTakesAgainAfterADelete() throws Exception {
        List<String> files = new ArrayList<>();
        Throwable full = null;
        for (int i = 0; full == null && i < 2000; i++) {
            String path = "/fill-" + i;
            full = catchThrowable(() -> create(path, CrailNodeType.DATAFILE));
            if (full == null) {
                files.add(path);
            }
        }

        assertThat(full).hasMessageContaining("the store is full");
        assertThat(store.lookup("/fill-" + files.size()).get())
                .as("the refused name")
                .isNull();
        store.delete(files.get(0), false).get();
        soon().untilAsserted(() ->
                assertThat(create("/fits-again", CrailNodeType.DATAFILE)).isNotNull());
    }

    /** A machine that builds at the same time is slow, not broken. */
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40));
    }

    private long activeNodes() {
        return nodes().stream()
                .filter(node -> "ACTIVE".equals(node.get("state")))
                .count();
    }

    private String state(String name) {
        return nodes().stream()
                .filter(node -> name.equals(node.get("name")))
                .map(node -> String.valueOf(node.get("state")))
                .findFirst()
                .orElse("GONE");
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> nodes() {
        return (List<Map<String, Object>>)
                Objects.requireNonNull(admin().get("/v1/status", Map.class).get("nodes"));
    }

    private AdminClient admin() {
        return new AdminClient(namenode.adminAddress(), keyFile.key());
    }
}
