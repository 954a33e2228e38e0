// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.FileStatus;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.tier.FakeDatanode;
import io.boxer.elastic.tier.FakeServer;
import io.boxer.elastic.tier.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.crail.CrailNodeType;
import org.apache.crail.rpc.RpcErrors;

/** A namenode in memory, for the tier's tests: Crail's tree with the records that clients write, and blocks on fake datanodes. */
final class FakeNamenode extends FakeServer {
    private static final int RECORD = 512;

    /** A file or a container. */
    private static final class Node {
        private final long fd;
        private final CrailNodeType type;
        private final int hash;
        private final String name;
        private final long recordOffset;
        private final Map<Integer, Node> children = new TreeMap<>();
        private final List<BlockLocation> blocks = new ArrayList<>();
        private byte[] records = {};
        private long capacity;

        private Node(long fd, CrailNodeType type, int hash, String name, long recordOffset) {
            this.fd = fd;
            this.type = type;
            this.hash = hash;
            this.name = name;
            this.recordOffset = recordOffset;
        }

        private FileStatus status(boolean writer) {
            long token = writer && !type.isContainer() ? fd + 1000 : 0;
            long length = type.isContainer() ? records.length : capacity;
            return new FileStatus(fd, length, type.getLabel(), recordOffset, token, 0);
        }
    }

    private final Node root = new Node(0, CrailNodeType.DIRECTORY, 0, "", -1);
    private final Map<Long, Node> byFd = new HashMap<>(Map.of(0L, root));
    private final Map<Long, ClientReply> placements = new HashMap<>();
    private final Map<Caller, ClientReply> answers = new HashMap<>();
    private final Map<Class<?>, Integer> counts = new HashMap<>();
    private final List<FakeDatanode> datanodes;
    private long lastFd;
    private long lastBlock = 1L << 48;

    FakeNamenode(ClusterKey key, ClusterId cluster, int blockSizeBytes, FakeDatanode... datanodes) throws IOException {
        super(Role.NAMENODE, key, cluster, blockSizeBytes);
        this.datanodes = Arrays.asList(datanodes);
    }

    synchronized int asked(Class<?> request) {
        return counts.getOrDefault(request, 0);
    }

    synchronized void say(long block, ClientReply reply) {
        placements.put(block, reply);
    }

    synchronized List<BlockLocation> blocks(String path) {
        return List.copyOf(find(FilePath.ofText(path)).orElseThrow().blocks);
    }

    /** Moves a file's block as a finished migration does; clients are told only if they ask. */
    synchronized void move(String path, int index, FakeDatanode from, FakeDatanode to) {
        Node file = find(FilePath.ofText(path)).orElseThrow();
        BlockLocation old = file.blocks.get(index);
        Location at = to.take(old.block(), old.gen() + 1, from);
        file.blocks.set(index, new BlockLocation(old.block(), index, at.node(), at.gen(), old.writerEpoch(), false));
        placements.put(old.block(), new ClientReply.At(old.block(), at.node(), at.gen(), old.writerEpoch()));
    }

    @Override
    protected synchronized Optional<Message> serve(Message message) {
        ClientRequest request = (ClientRequest) message;
        counts.merge(request.getClass(), 1, Integer::sum);
        return Optional.of(answer(request));
    }

    private ClientReply answer(ClientRequest request) {
        if (request instanceof ClientRequest.CreateFile create) {
            return once(create.caller(), () -> create(create));
        }
        if (request instanceof ClientRequest.RemoveFile remove) {
            return once(remove.caller(), () -> remove(remove));
        }
        if (request instanceof ClientRequest.RenameFile rename) {
            return once(rename.caller(), () -> rename(rename));
        }
        if (request instanceof ClientRequest.GetFile get) {
            return find(get.path())
                    .<ClientReply>map(node ->
                            new ClientReply.File(node.status(false), root.status(false), List.copyOf(node.blocks)))
                    .orElseGet(() -> failed(RpcErrors.ERR_GET_FILE_FAILED, get.path() + " is not there"));
        }
        if (request instanceof ClientRequest.SetFile set) {
            Node file = node(set.fd());
            file.capacity = Math.max(file.capacity, set.capacity());
            return new ClientReply.Done();
        }
        if (request instanceof ClientRequest.GetBlocks get) {
            return blocks(get);
        }
        if (request instanceof ClientRequest.Resolve resolve) {
            return placements.getOrDefault(resolve.block(), new ClientReply.Deleted(resolve.block()));
        }
        if (request instanceof ClientRequest.WriteRecord write) {
            byte[] record = new byte[write.body().remaining()];
            write.body().get(record);
            put(node(write.fd()), write.offset(), record);
            return new ClientReply.Done();
        }
        if (request instanceof ClientRequest.ReadRecords read) {
            byte[] records = node(read.fd()).records;
            int from = (int) Math.min(records.length, read.offset());
            int to = Math.min(records.length, from + read.length());
            return new ClientReply.Records(ByteBuffer.wrap(Arrays.copyOfRange(records, from, to)));
        }
        if (request instanceof ClientRequest.GetLost) {
            return new ClientReply.LostExtents(List.of());
        }
        return new ClientReply.Done();
    }

    private interface Deed {
        ClientReply perform();
    }

    private ClientReply once(Caller caller, Deed deed) {
        ClientReply before = answers.get(caller);
        if (before != null) {
            return before;
        }
        ClientReply reply = deed.perform();
        answers.put(caller, reply);
        return reply;
    }

    private ClientReply create(ClientRequest.CreateFile request) {
        Optional<Node> parent = findParent(request.path());
        if (parent.isEmpty()) {
            return failed(RpcErrors.ERR_PARENT_MISSING, request.path() + ": its container is missing");
        }
        int hash = last(request.path().hashes());
        Node old = parent.get().children.get(hash);
        if (old != null && parent.get().type != CrailNodeType.TABLE) {
            return failed(RpcErrors.ERR_FILE_EXISTS, request.path() + " is there already as " + old.name);
        }
        if (old != null) {
            vanish(parent.get(), old);
        }
        List<String> names = request.path().names();
        String name = names.isEmpty() ? "" : names.get(names.size() - 1);
        long offset = request.enumerable() ? parent.get().records.length : -2;
        Node node = new Node(++lastFd, CrailNodeType.parse(request.nodeType()), hash, name, offset);
        if (request.enumerable()) {
            put(parent.get(), offset, name.isEmpty() ? new byte[RECORD] : record(name));
        }
        if (!node.type.isContainer()) {
            grow(node, 1);
        }
        parent.get().children.put(hash, node);
        byFd.put(node.fd, node);
        return new ClientReply.File(node.status(true), parent.get().status(false), List.copyOf(node.blocks));
    }

    private ClientReply remove(ClientRequest.RemoveFile request) {
        Optional<Node> parent = findParent(request.path());
        Optional<Node> node = find(request.path());
        if (parent.isEmpty() || node.isEmpty()) {
            return failed(RpcErrors.ERR_FILE_NOT_FOUND, request.path() + " is not there");
        }
        if (!request.recursive() && !node.get().children.isEmpty()) {
            return failed(RpcErrors.ERR_HAS_CHILDREN, request.path() + " is not empty");
        }
        vanish(parent.get(), node.get());
        return new ClientReply.Files(
                List.of(node.get().status(false), parent.get().status(false)));
    }

    private ClientReply rename(ClientRequest.RenameFile request) {
        Optional<Node> node = find(request.source());
        Optional<Node> target = findParent(request.target());
        if (node.isEmpty()) {
            return failed(RpcErrors.ERR_SRC_FILE_NOT_FOUND, request.source() + " is not there");
        }
        if (target.isEmpty()) {
            return failed(RpcErrors.ERR_DST_PARENT_NOT_FOUND, request.target() + ": no such container");
        }
        int hash = last(request.target().hashes());
        if (target.get().children.containsKey(hash)) {
            return failed(RpcErrors.ERR_FILE_EXISTS, request.target() + " is there already");
        }
        Node parent = findParent(request.source()).orElseThrow();
        List<BlockLocation> blocks = List.copyOf(node.get().blocks);
        Map<Long, ClientReply> kept = new HashMap<>(placements);
        vanish(parent, node.get());
        placements.putAll(kept);
        List<String> names = request.target().names();
        String name = names.isEmpty() ? "" : names.get(names.size() - 1);
        Node moved = new Node(node.get().fd, node.get().type, hash, name, target.get().records.length);
        put(target.get(), moved.recordOffset, name.isEmpty() ? new byte[RECORD] : record(name));
        moved.capacity = node.get().capacity;
        moved.blocks.addAll(blocks);
        moved.records = node.get().records;
        moved.children.putAll(node.get().children);
        target.get().children.put(hash, moved);
        byFd.put(moved.fd, moved);
        return new ClientReply.Files(List.of(
                parent.status(false), node.get().status(false), target.get().status(false), moved.status(false)));
    }

    private ClientReply blocks(ClientRequest.GetBlocks get) {
        Node file = node(get.fd());
        if (get.allocate() && get.firstIndex() > file.blocks.size()) {
            return failed(RpcErrors.ERR_OFFSET_TOO_LARGE, "files are appended to");
        }
        if (get.allocate()) {
            grow(file, get.firstIndex() + get.count());
        }
        int from = Math.min(get.firstIndex(), file.blocks.size());
        int to = Math.min(get.firstIndex() + get.count(), file.blocks.size());
        return new ClientReply.Blocks(List.copyOf(file.blocks.subList(from, to)));
    }

    private void grow(Node file, int blocks) {
        while (file.blocks.size() < blocks) {
            long block = ++lastBlock;
            FakeDatanode datanode = datanodes.get((int) (block % datanodes.size()));
            Location at = datanode.host(block, 1, 1);
            file.blocks.add(new BlockLocation(block, file.blocks.size(), at.node(), at.gen(), 1, false));
            placements.put(block, new ClientReply.At(block, at.node(), at.gen(), 1));
        }
    }

    private void vanish(Node parent, Node node) {
        parent.children.remove(node.hash);
        byFd.remove(node.fd);
        if (node.recordOffset >= 0) {
            put(parent, node.recordOffset, new byte[RECORD]);
        }
        node.blocks.forEach(block -> placements.put(block.block(), new ClientReply.Deleted(block.block())));
    }

    private static void put(Node container, long offset, byte[] record) {
        int end = (int) offset + record.length;
        if (container.records.length < end) {
            container.records = Arrays.copyOf(container.records, end);
        }
        System.arraycopy(record, 0, container.records, (int) offset, record.length);
    }

    private static byte[] record(String name) {
        byte[] bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ByteBuffer.allocate(RECORD)
                .putInt(1)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private Optional<Node> find(FilePath path) {
        return walk(path.hashes());
    }

    private Optional<Node> findParent(FilePath path) {
        return path.hashes().isEmpty()
                ? Optional.empty()
                : walk(path.hashes().subList(0, path.hashes().size() - 1));
    }

    private Optional<Node> walk(List<Integer> hashes) {
        Optional<Node> at = Optional.of(root);
        for (int hash : hashes) {
            at = at.map(node -> node.children.get(hash));
        }
        return at;
    }

    private Node node(long fd) {
        return Objects.requireNonNull(byFd.get(fd), "no such fd");
    }

    private static int last(List<Integer> hashes) {
        return hashes.get(hashes.size() - 1);
    }

    private static ClientReply failed(short error, String text) {
        return new ClientReply.Failed(error, text);
    }
}
