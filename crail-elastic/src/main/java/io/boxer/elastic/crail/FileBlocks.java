// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.tier.StoreClient.Answers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.crail.rpc.RpcErrors;

/**
 * The blocks of one file that this process knows. A reader learns all of them with the file, or by one more question. A writer
 * gets them ahead of its need, and the further it has come the more: 1, 1, 2, 4, then 8 at a time. A writer that has come that
 * far does not wait any more: when half of what it holds ahead is used up, the next ones are asked for beside its work.
 *
 * <p>Thread-safe: a concurrent map; one lock around questions for missing blocks, because Crail asks for the blocks of a long
 * write all at once, and a file is lengthened in order only.
 */
final class FileBlocks {
    /** What one writer may hold ahead: block slots that it may never fill. */
    static final int MAX_AHEAD = 8;

    /** Locations that a reader asks for at once. */
    private static final int READ_AHEAD = 1024;

    private final long fd;
    private final Map<Integer, ElasticBlockInfo> blocks = new ConcurrentHashMap<>();
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicBoolean askingAhead = new AtomicBoolean();

    FileBlocks(long fd) {
        this.fd = fd;
    }

    void learn(List<BlockLocation> locations) {
        locations.forEach(at -> blocks.put(at.index(), ElasticBlockInfo.of(at)));
    }

    Optional<ElasticBlockInfo> find(int index) {
        return Optional.ofNullable(blocks.get(index));
    }

    Collection<ElasticBlockInfo> known() {
        return blocks.values();
    }

    /**
     * @param token of the writer; 0 for a reader, for whom nothing is made
     * @return the block, after asking for it and those around it
     */
    ElasticBlockInfo fetch(int index, long token, Answers namenode) throws IOException {
        lock(namenode);
        try {
            Optional<ElasticBlockInfo> block = find(index);
            while (block.isEmpty()) {
                int before = blocks.size();
                learn(token == 0 ? existing(index, namenode) : allocated(index, token, namenode));
                block = find(index);
                if (block.isEmpty() && blocks.size() == before) {
                    throw Refusals.failed(
                            RpcErrors.ERR_OFFSET_TOO_LARGE, "fd=%d has no block %d (yet)".formatted(fd, index));
                }
            }
            return block.get();
        } finally {
            asking.unlock();
        }
    }

    /**
     * @param index of a known block that its writer comes to now
     * @return whether to call {@link #fetchAhead} beside the writer's work; at most once at a time
     */
    boolean wantsMore(int index, long token) {
        return token != 0
                && ahead(index) == MAX_AHEAD
                && !blocks.containsKey(index + 1 + MAX_AHEAD / 2)
                && askingAhead.compareAndSet(false, true);
    }

    /** Fills up what the writer holds ahead. A refusal is no news: the writer will hear it when it needs the block. */
    void fetchAhead(int index, long token, Answers namenode) throws IOException {
        try {
            lock(namenode);
            try {
                int first = index + 1;
                while (blocks.containsKey(first)) {
                    first++;
                }
                int room = MAX_AHEAD - (first - index - 1);
                if (room > 0) {
                    learn(ask(new ClientRequest.GetBlocks(fd, token, first, room, true), namenode));
                }
            } finally {
                asking.unlock();
            }
        } finally {
            askingAhead.set(false);
        }
    }

    private List<BlockLocation> existing(int index, Answers namenode) throws IOException {
        return ask(new ClientRequest.GetBlocks(fd, 0, index, READ_AHEAD, false), namenode);
    }

    /** Blocks between the last known one and the wanted one come along: a file has no gaps. */
    private List<BlockLocation> allocated(int index, long token, Answers namenode) throws IOException {
        if (index > 0 && blocks.isEmpty()) {
            // forgotten meanwhile: what is there need not be walked through eight at a time
            learn(existing(Math.max(0, index - READ_AHEAD + 1), namenode));
        }
        int first = index;
        while (first > 0 && !blocks.containsKey(first - 1)) {
            first--;
        }
        int count = Math.min(MAX_AHEAD, Math.max(index - first + 1, ahead(first)));
        try {
            return ask(new ClientRequest.GetBlocks(fd, token, first, count, true), namenode);
        } catch (Refusals.RefusedException full) {
            if (count == 1 || full.crailError() != RpcErrors.ERR_NO_FREE_BLOCKS) {
                throw full;
            }
            return ask(new ClientRequest.GetBlocks(fd, token, first, 1, true), namenode);
        }
    }

    /** @return the largest power of two that is not larger than the blocks so far */
    static int ahead(int blocksSoFar) {
        return Math.min(MAX_AHEAD, Math.max(1, Integer.highestOneBit(blocksSoFar)));
    }

    private static List<BlockLocation> ask(ClientRequest request, Answers namenode) throws IOException {
        ClientReply reply = namenode.to(request);
        if (reply instanceof ClientReply.Blocks some) {
            return some.blocks();
        }
        throw Refusals.of("getBlock", reply);
    }

    private void lock(Answers namenode) throws IOException {
        try {
            if (!asking.tryLock(namenode.deadlineNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new IOException(
                        "blocks of fd=%d: another thread's question to the namenode took too long".formatted(fd));
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the blocks of fd=" + fd);
        }
    }
}
