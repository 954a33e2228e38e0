// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.Closer;
import io.boxer.common.NodeRef;
import io.boxer.common.Settings;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.netty.util.LeakPresenceDetector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Real datanodes on real sockets with a {@link FakeNamenode}. */
final class TestCluster implements AutoCloseable {
    static final int BLOCK = 64 * 1024;

    final KeyFile keyFile;
    final ClusterKey key;
    final FakeNamenode namenode;
    private final Closer closer = new Closer();

    TestCluster(Path directory) {
        keyFile = new KeyFile(directory.resolve("test.key"), true);
        key = keyFile.key();
        namenode = closer.closing("namenode", new FakeNamenode(key, BLOCK));
    }

    DatanodeServer start(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "boxer.datanode.namenode",
                namenode.address().toString(),
                "boxer.datanode.name",
                name,
                "boxer.datanode.memory",
                "1MiB"));
        settings.putAll(more);
        DatanodeServer node =
                closer.closing(name, DatanodeServer.start(DatanodeSettings.from(Settings.of(settings)), keyFile));
        Awaitility.await().until(() -> node.status().leaseLeftMillis() > 0);
        return node;
    }

    DatanodeServer start(String name) {
        return start(name, Map.of());
    }

    static NodeRef ref(DatanodeServer node) {
        return new NodeRef(node.address(), node.status().incarnation());
    }

    /** NEW, and its answer. */
    void create(DatanodeServer node, long block, int gen) {
        NodeRef ref = ref(node);
        namenode.send(ref, header -> new ControlMessage.New(header, block, gen, List.of(ref), 1));
        Awaitility.await().until(() -> namenode.heard().contains(new NodeMessage.Activated(ref, block, gen)));
    }

    TestClient client(DatanodeServer node) {
        return closer.closing("client", new TestClient(node.address(), key));
    }

    static DataRequest.Write write(DatanodeServer node, long block, int gen, int offset, String text) {
        return new DataRequest.Write(
                node.status().incarnation(),
                block,
                gen,
                1,
                offset,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    static DataRequest.Read read(DatanodeServer node, long block, int gen, int offset, int length) {
        return new DataRequest.Read(node.status().incarnation(), block, gen, offset, length);
    }

    /** Closes all, and fails if a buffer was not released. */
    @Override
    public void close() {
        closer.close();
        LeakPresenceDetector.check();
    }
}
