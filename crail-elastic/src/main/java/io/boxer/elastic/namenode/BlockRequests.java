// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blocks of a file: where they are, and more of them. Who asks for several gets what there is room for, at least one; nobody
 * is told that the store is full while a node that lives is silent, as after a restart of the namenode. Confined to the core.
 */
final class BlockRequests {
    /** Blocks that a writer may ask for ahead of its need. */
    static final int BLOCKS_AHEAD = 8;

    private final NamenodeState state;
    private final Decisions decisions;
    private final BlockProcedures procedures;
    private final BlockWaiters waiters;
    private final List<Runnable> deferred = new ArrayList<>();

    /** Who waits for blocks; one of the two is called, once. */
    interface Taker {
        /** @param there published places of blocks that follow each other, at least one */
        void took(List<BlockLocation> there);

        void gotNone(ClientReply.Failed why);
    }

    BlockRequests(NamenodeState state, Decisions decisions, BlockProcedures procedures, BlockWaiters waiters) {
        this.state = state;
        this.decisions = decisions;
        this.procedures = procedures;
        this.waiters = waiters;
    }

    void answer(long connection, long requestId, ClientRequest.GetBlocks request) {
        Optional<Inode> inode = state.namespace().find(request.fd());
        Optional<ClientReply.Failed> refusal = refuse(inode, request);
        if (refusal.isPresent()) {
            decisions.reply(connection, requestId, refusal.get());
        } else if (!request.allocate()) {
            List<BlockLocation> there = locations(state, inode.orElseThrow(), request.firstIndex(), request.count());
            decisions.reply(connection, requestId, new ClientReply.Blocks(there));
        } else {
            int count = Math.min(request.count(), BLOCKS_AHEAD);
            take(inode.orElseThrow(), request.firstIndex(), count, new Taker() {
                @Override
                public void took(List<BlockLocation> there) {
                    decisions.reply(connection, requestId, new ClientReply.Blocks(there));
                }

                @Override
                public void gotNone(ClientReply.Failed why) {
                    decisions.reply(connection, requestId, why);
                }
            });
        }
    }

    private Optional<ClientReply.Failed> refuse(Optional<Inode> inode, ClientRequest.GetBlocks request) {
        if (inode.isEmpty()) {
            return Optional.of(gone(request.fd()));
        }
        int blocks = inode.get().blocks().size();
        if (request.firstIndex() < 0 || request.count() < 1) {
            return Optional.of(CrailError.POSITION_NEGATIVE.failed(
                    "blocks %d, %d of them", request.firstIndex(), request.count()));
        }
        if (request.allocate() && inode.get().token() != request.token()) {
            return Optional.of(
                    CrailError.TOKEN_MISMATCH.failed("fd=%d: only its writer may lengthen it", request.fd()));
        }
        if (request.allocate() && request.firstIndex() > blocks) {
            return Optional.of(CrailError.OFFSET_TOO_LARGE.failed(
                    "block %d of a file with %d: files are appended to", request.firstIndex(), blocks));
        }
        return Optional.empty();
    }

    /** Makes the missing ones of these blocks, as far as there is room, and waits for them. */
    void take(Inode inode, int first, int count, Taker taker) {
        new Taking(inode, first, count, taker).begin();
    }

    /** Tries again what found no room while nodes were away; to be called when one is back, and as time passes. */
    void retryDeferred() {
        List<Runnable> again = List.copyOf(deferred);
        deferred.clear();
        again.forEach(Runnable::run);
    }

    private final class Taking implements BlockWaiters.Waiter {
        private final Inode inode;
        private final int first;
        private final Taker taker;
        private int count;

        Taking(Inode inode, int first, int count, Taker taker) {
            this.inode = inode;
            this.first = first;
            this.count = count;
            this.taker = taker;
        }

        void begin() {
            if (isGone()) {
                taker.gotNone(gone(inode.fd()));
                return;
            }
            int made = 0;
            while (made < count && (inode.hasBlock(first + made) || isMade(first + made))) {
                made++;
            }
            if (made > 0) {
                count = made;
                waiters.add(inode.fd(), this);
            } else if (isSomebodyAway()) {
                deferred.add(this::begin);
            } else {
                taker.gotNone(noRoom());
            }
        }

        private boolean isMade(int index) {
            return procedures.create(inode.fd(), index).isPresent();
        }

        private boolean isGone() {
            return state.namespace().find(inode.fd()).isEmpty();
        }

        @Override
        public boolean tryAnswer() {
            List<BlockLocation> there = locations(state, inode, first, count);
            boolean all = there.size() == count;
            if (all) {
                taker.took(there);
            }
            return all;
        }

        /** One of them could not be made after all: those before it are as good. */
        @Override
        public void failed() {
            int left = 0;
            while (left < count && inode.hasBlock(first + left)) {
                left++;
            }
            if (isGone()) {
                taker.gotNone(gone(inode.fd()));
            } else if (left == 0 && isSomebodyAway()) {
                deferred.add(this::begin);
            } else if (left == 0) {
                taker.gotNone(noRoom());
            } else {
                count = left;
                waiters.add(inode.fd(), this);
            }
        }
    }

    /** Nodes that live but are silent, as after a restart of the namenode: they are back or dead within a lease. */
    private boolean isSomebodyAway() {
        return state.nodes().values().stream()
                .filter(node -> !node.isDead())
                .anyMatch(node -> node.connection().isEmpty() || node.isSuspect(decisions.nanos()));
    }

    /** @return published placements from {@code first} on, up to the first block that has none yet */
    static List<BlockLocation> locations(NamenodeState state, Inode inode, int first, int count) {
        List<BlockLocation> list = new ArrayList<>();
        int end = (int) Math.min((long) first + count, inode.blocks().size());
        for (int index = first; index < end; index++) {
            Optional<Block> block = state.findBlock(inode.blocks().get(index));
            if (block.isEmpty() || block.get().members().isEmpty()) {
                return list;
            }
            list.add(location(block.get()));
        }
        return list;
    }

    private static BlockLocation location(Block block) {
        return new BlockLocation(
                block.id(),
                block.index(),
                block.members().get(0),
                block.gen(),
                block.writerEpoch(),
                block.state() == Block.State.LOST);
    }

    ClientReply.Failed noRoom() {
        return CrailError.NO_FREE_BLOCKS.failed(
                "the store is full: no node that takes new blocks has a free slot of %d bytes; add a node or delete files",
                state.blockSizeBytes());
    }

    static ClientReply.Failed gone(long fd) {
        return CrailError.FILE_NOT_OPEN.failed("fd=%d was removed or never was", fd);
    }
}
