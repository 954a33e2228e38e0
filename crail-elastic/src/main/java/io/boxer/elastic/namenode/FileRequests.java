// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Crail's operations on files: create, look up, set the length, remove, rename. Confined to the core. */
final class FileRequests {
    /** Locations that ride along with a file; more are asked for by index. */
    static final int LOCATIONS_IN_ONE_REPLY = 1024;

    private static final int MAX_NAME_BYTES = Inode.RECORD_BYTES - 8;

    private final NamenodeState state;
    private final Decisions decisions;
    private final BlockProcedures procedures;
    private final BlockWaiters waiters;
    private final BlockRequests blocks;

    FileRequests(
            NamenodeState state,
            Decisions decisions,
            BlockProcedures procedures,
            BlockWaiters waiters,
            BlockRequests blocks) {
        this.state = state;
        this.decisions = decisions;
        this.procedures = procedures;
        this.waiters = waiters;
        this.blocks = blocks;
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
                    CrailError.CREATE_FAILED.failed(
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
        blocks.take(inode, 0, 1, new BlockRequests.Taker() {
            @Override
            public void took(List<BlockLocation> first) {
                created(connection, requestId, caller, inode);
            }

            @Override
            public void gotNone(ClientReply.Failed why) {
                // also where a repetition of this request was first, and has removed the file for want of room
                if (state.namespace().find(inode.fd()).isPresent()) {
                    removeInode(inode, new Caller(0, state.freshId()));
                }
                decisions.reply(connection, requestId, blocks.noRoom());
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
                inode.status(true),
                inode.parent().orElseThrow().status(false),
                BlockRequests.locations(state, inode, 0, 1));
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
                                BlockRequests.locations(state, found, 0, LOCATIONS_IN_ONE_REPLY)))
                        .orElseGet(() -> CrailError.GET_FILE_FAILED.failed("%s is not there", request.path())));
    }

    void set(long connection, long requestId, ClientRequest.SetFile request) {
        Optional<Inode> inode = state.namespace().find(request.fd());
        if (inode.isEmpty()) {
            decisions.reply(connection, requestId, BlockRequests.gone(request.fd()));
        } else if (inode.get().type().isContainer()) {
            decisions.reply(connection, requestId, new ClientReply.Done());
        } else if (inode.get().token() != request.token()) {
            decisions.reply(
                    connection,
                    requestId,
                    CrailError.TOKEN_MISMATCH.failed("fd=%d: only its writer may set its length", request.fd()));
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
            reply = CrailError.FILE_NOT_FOUND.failed("%s is not there", request.path());
        } else if (inode.get().fd() == Namespace.ROOT_FD) {
            reply = CrailError.INVALID_COMMAND.failed("the root cannot be removed");
        } else if (!request.recursive() && !inode.get().children().isEmpty()) {
            reply = CrailError.HAS_CHILDREN.failed(
                    "%s holds %d nodes; remove it recursively",
                    inode.get().path(), inode.get().children().size());
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
            return CrailError.SOURCE_NOT_FOUND.failed("%s is not there", request.source());
        }
        if (parent.isEmpty() || !parent.get().type().isContainer()) {
            return CrailError.TARGET_PARENT_MISSING.failed("%s: its container is missing", request.target());
        }
        if (Namespace.subtree(inode.get()).contains(parent.get())) {
            return CrailError.TARGET_PARENT_MISSING.failed("%s lies below %s", request.target(), request.source());
        }
        if (parent.get().child(lastHash(request.target())).isPresent()) {
            return CrailError.FILE_EXISTS.failed("%s is there already", request.target());
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

    private static Optional<ClientReply.Failed> fail(CrailError error, String format, Object... values) {
        return Optional.of(error.failed(format, values));
    }

    private static int lastHash(FilePath path) {
        return path.hashes().get(path.hashes().size() - 1);
    }

    private static String lastName(FilePath path) {
        List<String> names = path.names();
        return names.size() == path.hashes().size() ? names.get(names.size() - 1) : "";
    }
}
