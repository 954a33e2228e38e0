// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Crail's operations on files: create, look up, lengthen, remove, rename, blocks. Confined to the core. */
final class FileRequests {
    /** Locations that ride along with a file; more are asked for by index. */
    static final int LOCATIONS_IN_ONE_REPLY = 1024;

    /** Blocks that a writer may ask for ahead of its need. */
    static final int BLOCKS_AHEAD = 8;

    private static final int MAX_NAME_BYTES = Inode.RECORD_BYTES - 8;

    private final NamenodeState state;
    private final Decisions decisions;
    private final BlockProcedures procedures;
    private final BlockWaiters waiters;
    private final List<Runnable> deferred = new ArrayList<>();

    FileRequests(NamenodeState state, Decisions decisions, BlockProcedures procedures, BlockWaiters waiters) {
        this.state = state;
        this.decisions = decisions;
        this.procedures = procedures;
        this.waiters = waiters;
    }

    void create(long connection, long requestId, ClientRequest.CreateFile request) {
        Optional<ClientReply> before = state.answerTo(request.caller());
        if (before.isPresent()) {
            decisions.reply(connection, requestId, before.get());
            return;
        }
        Optional<Inode> underWay = state.createdBy(request.caller());
        if (underWay.isPresent()) {
            answerCreate(connection, requestId, request.caller(), underWay.get());
            return;
        }
        if (state.hasCreated(request.caller())) {
            decisions.reply(
                    connection,
                    requestId,
                    failed(
                            CrailError.CREATE_FAILED,
                            "%s was made by this very request and is gone again: removed, or there was no room for it",
                            request.path()));
            return;
        }
        Optional<ClientReply.Failed> refusal = refuseCreate(request);
        if (refusal.isPresent()) {
            decisions.reply(connection, requestId, refusal.get());
            return;
        }
        Inode parent = state.namespace().findParent(request.path()).orElseThrow();
        replaceInTable(request, parent);
        answerCreate(connection, requestId, request.caller(), addInode(request, parent));
    }

    private void answerCreate(long connection, long requestId, Caller caller, Inode inode) {
        if (inode.type().isContainer()) {
            created(connection, requestId, caller, inode);
            return;
        }
        waitForBlocks(inode, 0, 1, new BlockWaiters.Waiter() {
            @Override
            public boolean tryAnswer() {
                boolean there = !locations(inode, 0, 1).isEmpty();
                if (there) {
                    created(connection, requestId, caller, inode);
                }
                return there;
            }

            @Override
            public void failed() {
                if (state.namespace().find(inode.fd()).isPresent()) {
                    removeInode(inode, new Caller(0, state.freshId()));
                }
                decisions.reply(connection, requestId, noRoom());
            }
        });
    }

    private Optional<ClientReply.Failed> refuseCreate(ClientRequest.CreateFile request) {
        Optional<NodeType> type = NodeType.of(request.nodeType());
        if (type.isEmpty() || type.get() == NodeType.STREAMFILE) {
            return fail(CrailError.INVALID_COMMAND, "node type %d is not one that can be created", request.nodeType());
        }
        if (request.path().hashes().isEmpty()) {
            return fail(CrailError.FILE_EXISTS, "the root is always there");
        }
        Optional<Inode> parent = state.namespace().findParent(request.path());
        if (parent.isEmpty()) {
            return fail(CrailError.PARENT_MISSING, "%s: its container is missing; create it first", request.path());
        }
        if (!parent.get().type().isContainer()) {
            return fail(
                    CrailError.PARENT_NOT_DIRECTORY,
                    "%s: %s is no container",
                    request.path(),
                    parent.get().path());
        }
        String name = lastName(request.path());
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return fail(
                    CrailError.CREATE_FAILED,
                    "name of %d bytes: a directory record holds %d",
                    name.length(),
                    MAX_NAME_BYTES);
        }
        Optional<Inode> there = parent.get().child(lastHash(request.path()));
        if (there.isPresent() && !(parent.get().type() == NodeType.TABLE && type.get() == NodeType.KEYVALUE)) {
            return fail(
                    CrailError.FILE_EXISTS,
                    "%s is there already as %s",
                    request.path(),
                    there.get().path());
        }
        return Optional.empty();
    }

    /** In a table the last put of a key wins; only for the same name, where names are known. */
    private void replaceInTable(ClientRequest.CreateFile request, Inode parent) {
        parent.child(lastHash(request.path())).ifPresent(old -> {
            if (!lastName(request.path()).isEmpty()) {
                Namespace.checkName(old, lastName(request.path()));
            }
            removeInode(old, new Caller(0, state.freshId()));
        });
    }

    private Inode addInode(ClientRequest.CreateFile request, Inode parent) {
        long fd = state.freshId();
        NodeType type = NodeType.of(request.nodeType()).orElseThrow();
        decisions.decide(new LogRecord.FileCreated(
                fd,
                parent.fd(),
                lastHash(request.path()),
                lastName(request.path()),
                request.nodeType(),
                request.storageClass(),
                request.enumerable() ? parent.freeRecord() : Inode.NOT_ENUMERABLE,
                type.isContainer() ? 0 : fd,
                decisions.epochMillis(),
                request.caller()));
        return state.namespace().find(fd).orElseThrow();
    }

    private void created(long connection, long requestId, Caller caller, Inode inode) {
        ClientReply reply = new ClientReply.File(
                inode.status(true), inode.parent().orElseThrow().status(false), locations(inode, 0, 1));
        state.answered(caller, reply);
        decisions.reply(connection, requestId, reply);
    }

    void get(long connection, long requestId, ClientRequest.GetFile request) {
        Optional<Inode> inode = state.namespace().find(request.path());
        decisions.reply(
                connection,
                requestId,
                inode.<ClientReply>map(found -> new ClientReply.File(
                                found.status(false),
                                found.parent().orElse(found).status(false),
                                locations(found, 0, LOCATIONS_IN_ONE_REPLY)))
                        .orElseGet(() -> failed(CrailError.GET_FILE_FAILED, "%s is not there", request.path())));
    }

    void set(long connection, long requestId, ClientRequest.SetFile request) {
        Optional<Inode> inode = state.namespace().find(request.fd());
        if (inode.isEmpty()) {
            decisions.reply(connection, requestId, gone(request.fd()));
        } else if (inode.get().type().isContainer()) {
            decisions.reply(connection, requestId, new ClientReply.Done());
        } else if (inode.get().token() != request.token()) {
            decisions.reply(
                    connection,
                    requestId,
                    failed(CrailError.TOKEN_MISMATCH, "fd=%d: only its writer may set its length", request.fd()));
        } else {
            if (request.capacity() > inode.get().capacity()) {
                decisions.decide(new LogRecord.FileLength(request.fd(), request.capacity(), decisions.epochMillis()));
            }
            decisions.reply(connection, requestId, new ClientReply.Done());
        }
    }

    void remove(long connection, long requestId, ClientRequest.RemoveFile request) {
        Optional<ClientReply> before = state.answerTo(request.caller());
        Optional<Inode> inode = state.namespace().find(request.path());
        ClientReply reply;
        if (before.isPresent()) {
            reply = before.get();
        } else if (inode.isEmpty()) {
            reply = failed(CrailError.FILE_NOT_FOUND, "%s is not there", request.path());
        } else if (inode.get().fd() == Namespace.ROOT_FD) {
            reply = failed(CrailError.INVALID_COMMAND, "the root cannot be removed");
        } else if (!request.recursive() && !inode.get().children().isEmpty()) {
            reply = failed(
                    CrailError.HAS_CHILDREN,
                    "%s holds %d nodes; remove it recursively",
                    inode.get().path(),
                    inode.get().children().size());
        } else {
            removeInode(inode.get(), request.caller());
            reply = state.answerTo(request.caller()).orElseThrow();
        }
        decisions.reply(connection, requestId, reply);
    }

    /** Removes it with everything below, and tells the datanodes. */
    void removeInode(Inode inode, Caller caller) {
        List<Block> blocks = Namespace.subtree(inode).stream()
                .flatMap(gone -> gone.blocks().stream())
                .flatMap(id -> state.findBlock(id).stream())
                .toList();
        List<Long> files = Namespace.subtree(inode).stream().map(Inode::fd).toList();
        decisions.decide(new LogRecord.FileRemoved(inode.fd(), caller));
        procedures.deleted(blocks);
        files.forEach(waiters::failed);
    }

    void rename(long connection, long requestId, ClientRequest.RenameFile request) {
        Optional<ClientReply> before = state.answerTo(request.caller());
        ClientReply reply = before.orElseGet(() -> rename(request));
        decisions.reply(connection, requestId, reply);
    }

    private ClientReply rename(ClientRequest.RenameFile request) {
        Optional<Inode> inode = state.namespace().find(request.source());
        Optional<Inode> parent = state.namespace().findParent(request.target());
        if (inode.isEmpty() || inode.get().fd() == Namespace.ROOT_FD) {
            return failed(CrailError.SOURCE_NOT_FOUND, "%s is not there", request.source());
        }
        if (parent.isEmpty() || !parent.get().type().isContainer()) {
            return failed(CrailError.TARGET_PARENT_MISSING, "%s: its container is missing", request.target());
        }
        if (Namespace.subtree(inode.get()).contains(parent.get())) {
            return failed(CrailError.TARGET_PARENT_MISSING, "%s lies below %s", request.target(), request.source());
        }
        if (parent.get().child(lastHash(request.target())).isPresent()) {
            return failed(CrailError.FILE_EXISTS, "%s is there already", request.target());
        }
        decisions.decide(new LogRecord.FileRenamed(
                inode.get().fd(),
                parent.get().fd(),
                lastHash(request.target()),
                lastName(request.target()),
                inode.get().directoryOffset() < 0
                        ? Inode.NOT_ENUMERABLE
                        : parent.get().freeRecord(),
                request.caller()));
        return state.answerTo(request.caller()).orElseThrow();
    }

    void blocks(long connection, long requestId, ClientRequest.GetBlocks request) {
        Optional<Inode> inode = state.namespace().find(request.fd());
        if (inode.isEmpty()) {
            decisions.reply(connection, requestId, gone(request.fd()));
        } else if (request.firstIndex() < 0 || request.count() < 1) {
            decisions.reply(
                    connection,
                    requestId,
                    failed(
                            CrailError.POSITION_NEGATIVE,
                            "blocks %d, %d of them",
                            request.firstIndex(),
                            request.count()));
        } else if (!request.allocate()) {
            decisions.reply(
                    connection,
                    requestId,
                    new ClientReply.Blocks(locations(inode.get(), request.firstIndex(), request.count())));
        } else if (inode.get().token() != request.token()) {
            decisions.reply(
                    connection,
                    requestId,
                    failed(CrailError.TOKEN_MISMATCH, "fd=%d: only its writer may lengthen it", request.fd()));
        } else if (request.firstIndex() > inode.get().blocks().size()) {
            decisions.reply(
                    connection,
                    requestId,
                    failed(
                            CrailError.OFFSET_TOO_LARGE,
                            "block %d of a file with %d: files are appended to",
                            request.firstIndex(),
                            inode.get().blocks().size()));
        } else {
            allocate(connection, requestId, inode.get(), request);
        }
    }

    private void allocate(long connection, long requestId, Inode inode, ClientRequest.GetBlocks request) {
        int count = Math.min(request.count(), BLOCKS_AHEAD);
        waitForBlocks(inode, request.firstIndex(), count, new BlockWaiters.Waiter() {
            @Override
            public boolean tryAnswer() {
                List<BlockLocation> there = locations(inode, request.firstIndex(), count);
                boolean all = there.size() == count;
                if (all) {
                    decisions.reply(connection, requestId, new ClientReply.Blocks(there));
                }
                return all;
            }

            @Override
            public void failed() {
                List<BlockLocation> there = locations(inode, request.firstIndex(), count);
                boolean removed = state.namespace().find(inode.fd()).isEmpty();
                ClientReply none = removed ? gone(inode.fd()) : noRoom();
                decisions.reply(connection, requestId, there.isEmpty() ? none : new ClientReply.Blocks(there));
            }
        });
    }

    /** Makes the missing ones of these blocks and waits for them. */
    private void waitForBlocks(Inode inode, int first, int count, BlockWaiters.Waiter waiter) {
        for (int index = first; index < first + count; index++) {
            boolean missing = index >= inode.blocks().size() || inode.blocks().get(index) < 0;
            if (missing && procedures.create(inode.fd(), index).isEmpty()) {
                if (isSomebodyAway()) {
                    deferred.add(() -> tryAgain(inode, first, count, waiter));
                } else {
                    waiter.failed();
                }
                return;
            }
        }
        waiters.add(inode.fd(), waiter);
    }

    /** Nodes that live but are silent, as after a restart of the namenode: they are back or dead within a lease. */
    private boolean isSomebodyAway() {
        return state.nodes().values().stream()
                .filter(node -> !node.isDead())
                .anyMatch(node -> node.connection().isEmpty() || node.isSuspect(decisions.nanos()));
    }

    private void tryAgain(Inode inode, int first, int count, BlockWaiters.Waiter waiter) {
        if (state.namespace().find(inode.fd()).isPresent()) {
            waitForBlocks(inode, first, count, waiter);
        } else {
            waiter.failed();
        }
    }

    /** Tries again what found no room while nodes were away; to be called when one is back, and as time passes. */
    void retryDeferred() {
        List<Runnable> again = List.copyOf(deferred);
        deferred.clear();
        again.forEach(Runnable::run);
    }

    /** @return published placements from {@code first} on, up to the first block that has none yet */
    private List<BlockLocation> locations(Inode inode, int first, int count) {
        List<BlockLocation> list = new ArrayList<>();
        for (int index = first;
                index < Math.min((long) first + count, inode.blocks().size());
                index++) {
            Optional<Block> block = state.findBlock(inode.blocks().get(index));
            if (block.isEmpty() || block.get().members().isEmpty()) {
                return list;
            }
            list.add(location(block.get()));
        }
        return list;
    }

    static BlockLocation location(Block block) {
        return new BlockLocation(
                block.id(),
                block.index(),
                block.members().get(0),
                block.gen(),
                block.writerEpoch(),
                block.state() == Block.State.LOST);
    }

    private ClientReply.Failed noRoom() {
        return failed(
                CrailError.NO_FREE_BLOCKS,
                "the store is full: no node that takes new blocks has a free slot of %d bytes; add a node or delete files",
                state.blockSizeBytes());
    }

    private static ClientReply.Failed gone(long fd) {
        return failed(CrailError.FILE_NOT_OPEN, "fd=%d was removed or never was", fd);
    }

    private static Optional<ClientReply.Failed> fail(CrailError error, String format, Object... values) {
        return Optional.of(failed(error, format, values));
    }

    static ClientReply.Failed failed(CrailError error, String format, Object... values) {
        return new ClientReply.Failed(error.code(), format.formatted(values));
    }

    private static int lastHash(FilePath path) {
        return path.hashes().get(path.hashes().size() - 1);
    }

    private static String lastName(FilePath path) {
        List<String> names = path.names();
        return names.size() == path.hashes().size() ? names.get(names.size() - 1) : "";
    }
}
