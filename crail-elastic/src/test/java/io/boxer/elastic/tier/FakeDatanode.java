// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.NodeRef;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataReply.FinalReason;
import io.boxer.elastic.rpc.DataReply.RetryReason;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.rpc.Ranges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Holds blocks as a datanode does, as far as a client can tell. */
public final class FakeDatanode extends FakeServer {
    private final NodeRef ref;
    private final int blockSizeBytes;
    private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
    private final List<DataRequest.Hello> hellos = new CopyOnWriteArrayList<>();

    private static final class Entry {
        private final ByteBuffer bytes;
        private final int gen;
        private final int writerEpoch;
        private Ranges written = Ranges.EMPTY;
        private boolean frozen;

        private Entry(int size, int gen, int writerEpoch) {
            this.bytes = ByteBuffer.allocate(size);
            this.gen = gen;
            this.writerEpoch = writerEpoch;
        }
    }

    public FakeDatanode(ClusterKey key, ClusterId cluster, int blockSizeBytes, long incarnation) throws IOException {
        super(Role.DATANODE, key, cluster, blockSizeBytes);
        this.ref = new NodeRef(address(), incarnation);
        this.blockSizeBytes = blockSizeBytes;
    }

    public NodeRef ref() {
        return ref;
    }

    public Location host(long block, int gen, int writerEpoch) {
        entries.put(block, new Entry(blockSizeBytes, gen, writerEpoch));
        return new Location(ref, gen);
    }

    /** Moves a block here, as a finished migration leaves it. */
    public Location take(long block, int gen, FakeDatanode from) {
        Entry old = from.entry(block);
        from.drop(block);
        synchronized (old) {
            Entry entry = new Entry(blockSizeBytes, gen, old.writerEpoch);
            entry.bytes.put(old.bytes.duplicate().clear());
            entry.written = old.written;
            entries.put(block, entry);
        }
        return new Location(ref, gen);
    }

    private Entry entry(long block) {
        return Objects.requireNonNull(entries.get(block), "no such block here");
    }

    public void freeze(long block, boolean frozen) {
        entry(block).frozen = frozen;
    }

    public void drop(long block) {
        entries.remove(block);
    }

    public byte[] bytes(long block, int offset, int length) {
        byte[] copy = new byte[length];
        entry(block).bytes.duplicate().clear().position(offset).get(copy);
        return copy;
    }

    public List<DataRequest.Hello> hellos() {
        return hellos;
    }

    public int blocks() {
        return entries.size();
    }

    @Override
    protected boolean isPreface(Message request) {
        return request instanceof DataRequest.Hello;
    }

    @Override
    protected Optional<Message> serve(Message request) {
        if (request instanceof DataRequest.Hello hello) {
            hellos.add(hello);
            return Optional.of(new DataReply.HelloOk());
        }
        if (request instanceof DataRequest.Write write) {
            return Optional.of(write(write));
        }
        if (request instanceof DataRequest.Read read) {
            return Optional.of(read(read));
        }
        throw new IllegalArgumentException("a client does not send " + request.type());
    }

    private DataReply write(DataRequest.Write write) {
        Entry entry = entries.get(write.block());
        if (entry == null || write.incarnation() != ref.incarnation()) {
            return new DataReply.Retry(RetryReason.NOT_MINE, 0);
        }
        synchronized (entry) {
            if (write.gen() != entry.gen) {
                return new DataReply.Retry(RetryReason.STALE_GEN, 0);
            }
            if (write.writerEpoch() < entry.writerEpoch) {
                return new DataReply.Final(FinalReason.FENCED, "epoch " + entry.writerEpoch + " writes here");
            }
            if (entry.frozen) {
                return new DataReply.Retry(RetryReason.FROZEN, 1);
            }
            int length = write.body().remaining();
            entry.bytes.duplicate().clear().position(write.offset()).put(write.body());
            entry.written = entry.written.plus(write.offset(), write.offset() + length);
            return new DataReply.Written();
        }
    }

    private DataReply read(DataRequest.Read read) {
        Entry entry = entries.get(read.block());
        if (entry == null || read.incarnation() != ref.incarnation()) {
            return new DataReply.Retry(RetryReason.NOT_MINE, 0);
        }
        synchronized (entry) {
            if (read.gen() != entry.gen) {
                return new DataReply.Retry(RetryReason.STALE_GEN, 0);
            }
            if (!entry.written.covers(read.offset(), read.offset() + read.length())) {
                return new DataReply.Final(FinalReason.NOT_WRITTEN, "written is " + entry.written);
            }
            return new DataReply.Bytes(ByteBuffer.wrap(bytes(read.block(), read.offset(), read.length())));
        }
    }
}
