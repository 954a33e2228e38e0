// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.FileStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the records of the log say, all of it and nothing else but what datanodes told since. A restarted namenode applies the
 * records again and is where it was. Confined to the core.
 */
final class NamenodeState {
    private static final int EPOCH_SHIFT = 48;

    /** Requests whose repetition is still recognised; far more than clients have under way in two deadlines. */
    private static final int CALLERS_KEPT = 20_000;

    private final Namespace namespace = new Namespace();
    private final Map<Long, Block> blocks = new LinkedHashMap<>();
    private final Map<NodeRef, Node> nodes = new LinkedHashMap<>();
    private final Map<Long, Long> directoryTtlMillis = new LinkedHashMap<>();
    private final List<LogRecord.DrainBegun> drainsToResume = new ArrayList<>();
    private final Map<Caller, ClientReply> answered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Caller, ClientReply> eldest) {
            return size() > CALLERS_KEPT;
        }
    };

    private final Map<Caller, Long> createdBy = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Caller, Long> eldest) {
            return size() > CALLERS_KEPT;
        }
    };

    private long clusterIdHigh;
    private long clusterIdLow;
    private int blockSizeBytes;
    private int epoch;
    private long counter;
    private long bytesWritten;
    private long bytesStored;
    private long peakBytes;

    /** @return the epoch of the namenode that starts on this log */
    static int nextEpoch(List<LogRecord> log) {
        return 1
                + log.stream()
                        .filter(LogRecord.Epoch.class::isInstance)
                        .mapToInt(record -> ((LogRecord.Epoch) record).namenodeEpoch())
                        .max()
                        .orElse(0);
    }

    void apply(LogRecord record) {
        if (record instanceof LogRecord.Format format) {
            clusterIdHigh = format.clusterIdHigh();
            clusterIdLow = format.clusterIdLow();
            blockSizeBytes = format.blockSizeBytes();
        } else if (record instanceof LogRecord.Epoch begun) {
            epoch = begun.namenodeEpoch();
            counter = 0;
        } else if (record instanceof LogRecord.NodeJoined joined) {
            nodes.putIfAbsent(
                    joined.node(),
                    new Node(
                            joined.node(),
                            joined.name(),
                            new Pool(joined.pool()),
                            joined.memorySlots(),
                            joined.spillSlots()));
        } else if (record instanceof LogRecord.NodeDead dead) {
            node(dead.node()).die(dead.cause());
            drainsToResume.removeIf(drain -> drain.node().equals(dead.node()));
        } else if (record instanceof LogRecord.DrainBegun drain) {
            drainsToResume.add(drain);
        } else if (record instanceof LogRecord.DirectoryLeased leased) {
            directoryTtlMillis.put(leased.fd(), leased.ttlMillis());
        } else if (!applyToFile(record)) {
            applyToBlock(record);
        }
    }

    private boolean applyToFile(LogRecord record) {
        if (record instanceof LogRecord.FileCreated created) {
            Inode inode = new Inode(
                    created.fd(),
                    NodeType.of(created.nodeType()).orElseThrow(),
                    created.storageClass(),
                    created.token(),
                    created.atMillis());
            createdBy.put(created.caller(), created.fd());
            namespace.add(inode, inode(created.parent()), created.hash(), created.name(), created.directoryOffset());
            used(created.fd());
        } else if (record instanceof LogRecord.FileNamed named) {
            inode(named.fd()).rename(named.name());
        } else if (record instanceof LogRecord.FileLength length) {
            inode(length.fd()).grow(length.capacity(), length.atMillis());
        } else if (record instanceof LogRecord.FileRemoved removed) {
            remove(removed);
        } else if (record instanceof LogRecord.FileRenamed renamed) {
            rename(renamed);
        } else {
            return false;
        }
        return true;
    }

    private void remove(LogRecord.FileRemoved removed) {
        Inode inode = inode(removed.fd());
        Inode parent = inode.parent().orElseThrow();
        FileStatus status = inode.status(false);
        for (Inode gone : Namespace.subtree(inode)) {
            directoryTtlMillis.remove(gone.fd());
            gone.blocks().stream().filter(id -> id >= 0).forEach(id -> change(block(id), Block::delete));
        }
        namespace.remove(inode);
        answered.put(removed.caller(), new ClientReply.Files(List.of(status, parent.status(false))));
    }

    private void rename(LogRecord.FileRenamed renamed) {
        Inode inode = inode(renamed.fd());
        Inode from = inode.parent().orElseThrow();
        FileStatus source = inode.status(false);
        Inode to = inode(renamed.parent());
        namespace.move(inode, to, renamed.hash(), renamed.name(), renamed.directoryOffset());
        answered.put(
                renamed.caller(),
                new ClientReply.Files(List.of(from.status(false), source, to.status(false), inode.status(false))));
    }

    private void applyToBlock(LogRecord record) {
        if (record instanceof LogRecord.Create create) {
            Block block = blocks.computeIfAbsent(create.block(), id -> new Block(id, create.fd(), create.index()));
            change(block, b -> b.apply(create));
            namespace.find(create.fd()).ifPresent(inode -> inode.setBlock(create.index(), create.block()));
            used(create.block());
        } else if (record instanceof LogRecord.Begin begin) {
            change(block(begin.block()), b -> b.apply(begin));
        } else if (record instanceof LogRecord.Commit commit) {
            change(block(commit.block()), b -> b.apply(commit));
        } else if (record instanceof LogRecord.Done done) {
            change(block(done.block()), b -> b.apply(done));
        } else if (record instanceof LogRecord.Abort abort) {
            Set<NodeRef> dead = new LinkedHashSet<>();
            nodes.values().stream().filter(Node::isDead).forEach(node -> dead.add(node.ref()));
            change(block(abort.block()), b -> b.apply(abort, dead));
        } else if (record instanceof LogRecord.Roll roll) {
            change(block(roll.block()), b -> b.apply(roll));
        } else if (record instanceof LogRecord.Rolled rolled) {
            change(block(rolled.block()), b -> b.apply(rolled));
        } else if (record instanceof LogRecord.Lost lost) {
            change(block(lost.block()), b -> b.apply(lost));
        } else if (record instanceof LogRecord.Delete delete) {
            Block block = block(delete.block());
            change(block, Block::delete);
            namespace.find(block.fd()).ifPresent(inode -> inode.setBlock(block.index(), -1));
        } else {
            throw new IllegalStateException("record without a rule: " + record);
        }
    }

    /** Keeps the indexes (blocks of a node, bytes) true over a change of a block. */
    private void change(Block block, Consumer<Block> by) {
        account(block, -1);
        Set<NodeRef> before = block.nodes();
        by.accept(block);
        Set<NodeRef> after = block.nodes();
        before.stream().filter(ref -> !after.contains(ref)).forEach(ref -> unbind(block, ref));
        after.forEach(ref -> findNode(ref).ifPresent(node -> node.blocks().add(block.id())));
        account(block, 1);
    }

    private void account(Block block, int sign) {
        if (!block.isFinal()) {
            bytesStored += (long) sign * block.bytes();
            block.members().stream()
                    .limit(1)
                    .forEach(ref -> findNode(ref).ifPresent(node -> node.addBytes((long) sign * block.bytes())));
        }
    }

    private void unbind(Block block, NodeRef ref) {
        findNode(ref).ifPresent(node -> node.blocks().remove(block.id()));
    }

    /** A datanode said how much of a block is written. */
    void heardBytes(Block block, int bytes) {
        if (bytes != block.bytes() && !block.isFinal()) {
            bytesWritten += Math.max(0, bytes - block.bytes());
            account(block, -1);
            block.bytes(bytes);
            account(block, 1);
            peakBytes = Math.max(peakBytes, bytesStored);
        }
    }

    /** A node holds nothing of this block any more; a deleted block that nobody holds is forgotten. */
    void forget(Block block, NodeRef ref) {
        boolean needed = block.members().contains(ref) || block.newMembers().contains(ref);
        if (block.toDrop().remove(ref) && (block.isFinal() || !needed)) {
            unbind(block, ref);
        }
        forgetDeleted(block);
    }

    void forgetDeleted(Block block) {
        if (block.state() == Block.State.DELETED && block.toDrop().isEmpty()) {
            blocks.remove(block.id());
        }
    }

    private void used(long id) {
        if (id >>> EPOCH_SHIFT == epoch) {
            counter = Math.max(counter, id & ((1L << EPOCH_SHIFT) - 1));
        }
    }

    /** @return a block id or fd that was never given out before */
    long freshId() {
        return ((long) epoch << EPOCH_SHIFT) | (counter + 1);
    }

    Namespace namespace() {
        return namespace;
    }

    private Inode inode(long fd) {
        return namespace.find(fd).orElseThrow(() -> new IllegalStateException("fd=" + fd + " is not in the tree"));
    }

    private Block block(long id) {
        return findBlock(id).orElseThrow(() -> new IllegalStateException("block=" + id + " is unknown"));
    }

    private Node node(NodeRef ref) {
        return findNode(ref).orElseThrow(() -> new IllegalStateException("node=" + ref + " is unknown"));
    }

    Optional<Block> findBlock(long id) {
        return Optional.ofNullable(blocks.get(id));
    }

    Optional<Node> findNode(NodeRef ref) {
        return Optional.ofNullable(nodes.get(ref));
    }

    boolean isDead(NodeRef ref) {
        return findNode(ref).map(Node::isDead).orElse(true);
    }

    Map<Long, Block> blocks() {
        return blocks;
    }

    Map<NodeRef, Node> nodes() {
        return nodes;
    }

    Optional<ClientReply> answerTo(Caller caller) {
        return Optional.ofNullable(answered.get(caller));
    }

    /** @return what this very request made before, if that is still there */
    Optional<Inode> createdBy(Caller caller) {
        return Optional.ofNullable(createdBy.get(caller)).flatMap(namespace::find);
    }

    /** @return whether this very request made something before: a late copy of it must not bring it back */
    boolean hasCreated(Caller caller) {
        return createdBy.containsKey(caller);
    }

    void answered(Caller caller, ClientReply reply) {
        answered.put(caller, reply);
    }

    Map<Long, Long> directoryTtlMillis() {
        return directoryTtlMillis;
    }

    List<LogRecord.DrainBegun> drainsToResume() {
        return drainsToResume;
    }

    int epoch() {
        return epoch;
    }

    long clusterIdHigh() {
        return clusterIdHigh;
    }

    long clusterIdLow() {
        return clusterIdLow;
    }

    int blockSizeBytes() {
        return blockSizeBytes;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    long bytesStored() {
        return bytesStored;
    }

    long peakBytes() {
        return peakBytes;
    }
}
