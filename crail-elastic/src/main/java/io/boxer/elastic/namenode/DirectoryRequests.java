// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.LostExtent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What containers are asked: their records, which Crail keeps in blocks and we keep here (so that no directory pins a node and
 * no listing goes short without a word), their lease, and what was lost below them. Confined to the core.
 */
final class DirectoryRequests {
    private static final int VALID = 1;

    private final NamenodeState state;
    private final Decisions decisions;
    private final FileRequests files;
    private final Map<Long, Long> leaseEndNanos = new LinkedHashMap<>();

    DirectoryRequests(NamenodeState state, Decisions decisions, FileRequests files) {
        this.state = state;
        this.decisions = decisions;
        this.files = files;
    }

    /** A record brings the child's name; a record that marks a removal says nothing that the tree does not know. */
    void writeRecord(long connection, long requestId, ClientRequest.WriteRecord request) {
        Optional<Inode> child = state.namespace().find(request.fd()).flatMap(dir -> dir.childAt(request.offset()));
        ByteBuffer record = request.body().duplicate();
        boolean valid = record.remaining() >= 8 && record.getInt() == VALID;
        if (child.isPresent() && valid) {
            int length = record.getInt();
            if (length < 1 || length > record.remaining()) {
                decisions.reply(
                        connection,
                        requestId,
                        CrailError.CREATE_FAILED.failed(
                                "name of %d bytes: a directory record holds %d", length, Inode.RECORD_BYTES - 8));
                return;
            }
            byte[] name = new byte[length];
            record.get(name);
            named(child.get(), new String(name, StandardCharsets.UTF_8));
        }
        decisions.reply(connection, requestId, new ClientReply.Done());
    }

    private void named(Inode child, String name) {
        if (name.hashCode() == child.hash() && !name.equals(child.name())) {
            Namespace.checkName(child, name);
            decisions.decide(new LogRecord.FileNamed(child.fd(), name));
        }
    }

    void readRecords(long connection, long requestId, ClientRequest.ReadRecords request) {
        Optional<Inode> directory = state.namespace().find(request.fd());
        if (directory.isEmpty() || !directory.get().type().isContainer()) {
            decisions.reply(
                    connection,
                    requestId,
                    CrailError.NOT_A_DIRECTORY.failed("fd=%d is no container, or was removed", request.fd()));
            return;
        }
        long end = Math.min(directory.get().capacity(), request.offset() + request.length());
        int length = (int) Math.max(0, end - request.offset());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (long at = request.offset() / Inode.RECORD_BYTES * Inode.RECORD_BYTES; at < end; at += Inode.RECORD_BYTES) {
            copy(record(directory.get(), at), at - request.offset(), bytes);
        }
        decisions.reply(connection, requestId, new ClientReply.Records(bytes));
    }

    private static byte[] record(Inode directory, long at) {
        ByteBuffer record = ByteBuffer.allocate(Inode.RECORD_BYTES);
        directory.childAt(at).filter(child -> !child.name().isEmpty()).ifPresent(child -> {
            byte[] name = child.name().getBytes(StandardCharsets.UTF_8);
            record.putInt(VALID).putInt(name.length).put(name);
        });
        return record.array();
    }

    private static void copy(byte[] record, long at, ByteBuffer into) {
        int from = (int) Math.max(0, -at);
        int to = (int) Math.min(record.length, into.capacity() - at);
        if (to > from) {
            into.put((int) (at + from), record, from, to - from);
        }
    }

    void lease(long connection, long requestId, ClientRequest.LeaseDirectory request) {
        if (request.ttlMillis() <= 0 || request.path().hashes().isEmpty()) {
            decisions.reply(
                    connection,
                    requestId,
                    CrailError.INVALID_COMMAND.failed("lease of %d ms on %s", request.ttlMillis(), request.path()));
            return;
        }
        Optional<Inode> directory = findOrMake(request.path());
        if (directory.isEmpty()) {
            decisions.reply(
                    connection,
                    requestId,
                    CrailError.PARENT_NOT_DIRECTORY.failed("%s lies below a file", request.path()));
            return;
        }
        long fd = directory.get().fd();
        Long known = state.directoryTtlMillis().get(fd);
        if (known == null || known != request.ttlMillis()) {
            decisions.decide(new LogRecord.DirectoryLeased(fd, request.ttlMillis()));
        }
        leaseEndNanos.put(fd, decisions.nanos() + request.ttlMillis() * 1_000_000);
        decisions.reply(connection, requestId, new ClientReply.Done());
    }

    private Optional<Inode> findOrMake(FilePath path) {
        List<String> names = path.names();
        Inode at = state.namespace().root();
        for (int i = 0; i < path.hashes().size(); i++) {
            int hash = path.hashes().get(i);
            if (!at.type().isContainer()) {
                return Optional.empty();
            }
            if (at.child(hash).isEmpty()) {
                long fd = state.freshId();
                decisions.decide(new LogRecord.FileCreated(
                        fd,
                        at.fd(),
                        hash,
                        names.size() == path.hashes().size() ? names.get(i) : "",
                        NodeType.DIRECTORY.label(),
                        0,
                        at.freeRecord(),
                        0,
                        decisions.epochMillis(),
                        new Caller(0, fd)));
            }
            at = at.child(hash).orElseThrow();
        }
        return at.type().isContainer() ? Optional.of(at) : Optional.empty();
    }

    /** Nobody could renew a lease meanwhile. */
    void stoodStill(long nanos) {
        leaseEndNanos.replaceAll((fd, end) -> end + nanos);
    }

    /** Removes directories whose lease ran out; after a restart each has its whole time again. */
    void tick() {
        for (Map.Entry<Long, Long> leased :
                List.copyOf(state.directoryTtlMillis().entrySet())) {
            long end = leaseEndNanos.computeIfAbsent(
                    leased.getKey(), fd -> decisions.nanos() + leased.getValue() * 1_000_000);
            Optional<Inode> directory = state.namespace().find(leased.getKey());
            if (directory.isPresent() && end < decisions.nanos()) {
                decisions.note(
                        "lease-lapsed",
                        "",
                        "%s removed: its lease of %d ms was not renewed",
                        directory.get().path(),
                        leased.getValue());
                files.removeInode(directory.get(), new Caller(0, state.freshId()));
                leaseEndNanos.remove(leased.getKey());
            }
        }
        leaseEndNanos.keySet().retainAll(state.directoryTtlMillis().keySet());
    }

    void lost(long connection, long requestId, ClientRequest.GetLost request) {
        List<LostExtent> extents = new ArrayList<>();
        state.namespace()
                .find(request.path())
                .ifPresent(top -> Namespace.subtree(top)
                        .forEach(inode -> inode.blocks().stream()
                                .flatMap(id -> state.findBlock(id).stream())
                                .filter(block -> block.state() == Block.State.LOST)
                                .forEach(block -> extents.add(new LostExtent(
                                        inode.fd(),
                                        (long) block.index() * state.blockSizeBytes(),
                                        state.blockSizeBytes(),
                                        block.cause())))));
        decisions.reply(connection, requestId, new ClientReply.LostExtents(extents));
    }
}
