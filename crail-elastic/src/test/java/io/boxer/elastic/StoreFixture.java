// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic;

import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.Settings;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.KeyFile;
import io.boxer.elastic.crail.CrailSettings;
import io.boxer.elastic.crail.ElasticCrailStore;
import io.boxer.elastic.datanode.DatanodeServer;
import io.boxer.elastic.datanode.DatanodeSettings;
import io.boxer.elastic.namenode.NamenodeServer;
import io.boxer.elastic.namenode.NamenodeSettings;
import io.boxer.elastic.namenode.NamenodeStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A whole store in this process, on ports of the kernel's choice: real servers, real sockets, a real log. */
public final class StoreFixture implements AutoCloseable {
    private final Path directory;
    private final KeyFile key;
    private final DataSize blockSize;
    private final Map<String, DatanodeServer> nodes = new LinkedHashMap<>();
    private NamenodeServer namenode;
    private HostPort listen = HostPort.parse("127.0.0.1:0");

    /** @param directory of the log and the key; the test's own */
    public StoreFixture(Path directory, DataSize blockSize) {
        this.directory = directory;
        this.blockSize = blockSize;
        this.key = new KeyFile(directory.resolve("store.key"), true);
        this.namenode = startNamenode();
    }

    private NamenodeServer startNamenode() {
        NamenodeServer started = NamenodeServer.start(
                new NamenodeSettings(
                        listen,
                        HostPort.parse("127.0.0.1:0"),
                        directory.resolve("namenode"),
                        blockSize,
                        Optional.of(traces())),
                key,
                () -> {});
        listen = started.listenAddress();
        return started;
    }

    /** Stops the namenode without a word to anybody and starts it again on the same port, from its log. */
    public void restartNamenode() {
        namenode.close();
        namenode = startNamenode();
    }

    public DatanodeServer join(String name, String pool, String memory) {
        DatanodeServer node = DatanodeServer.start(
                DatanodeSettings.from(Settings.of(Map.of(
                        "boxer.datanode.namenode", listen.toString(),
                        "boxer.datanode.name", name,
                        "boxer.datanode.pool", pool,
                        "boxer.datanode.memory", memory,
                        "boxer.datanode.trace", traces().toString()))),
                key);
        nodes.put(name, node);
        return node;
    }

    /** Takes a node away without notice. */
    public void kill(String name) {
        DatanodeServer node = nodes.remove(name);
        if (node != null) {
            node.close();
        }
    }

    public ElasticCrailStore open() throws Exception {
        return ElasticCrailStore.open(CrailSettings.of(listen)
                .withBlockSize(blockSize)
                .withBufferSize(blockSize)
                .withKeyFile(key.path())
                .withTrace(traces()));
    }

    /** Where every process of this store writes its trace. */
    public Path traces() {
        return directory.resolve("traces");
    }

    public AdminClient admin() {
        return new AdminClient(namenode.adminAddress(), key.key());
    }

    public NamenodeStatus status() {
        return admin().get("/v1/status", NamenodeStatus.class);
    }

    public NamenodeStatus.DrainStatus drain(String node, String id, long deadlineMillis) {
        return admin().post(
                        "/v1/nodes/" + node + "/drain",
                        Map.of("id", id, "kind", "notice", "deadlineMillis", deadlineMillis),
                        NamenodeStatus.DrainStatus.class);
    }

    public NamenodeStatus.DrainStatus drain(String id) {
        return status().drains().stream()
                .filter(drain -> drain.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        nodes.values().forEach(DatanodeServer::close);
        namenode.close();
    }
}
