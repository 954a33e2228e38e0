// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.Closer;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterKey;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.trace.Trace;
import io.boxer.elastic.trace.TraceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tier of one store, joined: connections, workers, the namenode, what is known of places. Crail's plug-ins in
 * {@code io.boxer.elastic.crail} are thin covers of this class.
 *
 * <p>Thread-safe.
 */
public final class StoreClient implements AutoCloseable {
    private static final int MAX_CACHED_LOCATIONS = 65_536;

    private final TierSettings settings;
    private final long clientId = new SecureRandom().nextLong();
    private final TierStatistics statistics = new TierStatistics();
    private final LocationCache locations = new LocationCache(MAX_CACHED_LOCATIONS);
    private final Closer traceFile = new Closer();
    private final Trace trace;
    private final AtomicLong operations = new AtomicLong();
    private final TierWorkers workers;
    private final ConnectionPool namenodeLanes;
    private final ConnectionPool datanodeLanes;
    private final NamenodeClient namenode;
    private final BlockClient blocks;

    /** Opens nothing yet: the first operation does. */
    public StoreClient(TierSettings settings, ClusterKey key) {
        NodeId name = new NodeId("client-" + Long.toHexString(clientId));
        HandshakeOpener opener = new HandshakeOpener(key, name, settings.blockSizeBytes());
        this.settings = settings;
        this.trace = settings.trace()
                .<Trace>map(
                        directory -> traceFile.closing("trace", TraceFile.open(directory, name.value(), name.value())))
                .orElse(Trace.OFF);
        this.workers = new TierWorkers(settings.workers());
        this.namenodeLanes = new ConnectionPool(opener.toNamenode(), settings.idle());
        this.datanodeLanes = new ConnectionPool(opener.toDatanode(), settings.idle());
        long silenceNanos = settings.silence().toNanos();
        this.namenode = new NamenodeClient(settings.namenode(), namenodeLanes, silenceNanos, statistics);
        this.blocks = new BlockClient(datanodeLanes, namenode, locations, new SilentNodes(), statistics, silenceNanos);
    }

    public TierSettings settings() {
        return settings;
    }

    /** @return drawn anew for each store: the namenode knows our repetitions by it */
    public long clientId() {
        return clientId;
    }

    public LocationCache locations() {
        return locations;
    }

    public StoreStatistics statistics() {
        return statistics.snapshot();
    }

    /** The longest waits since the last call, whoever made it. */
    public Stalls takeStalls() {
        return statistics.takeStalls();
    }

    /**
     * Reads or writes bytes of one block.
     *
     * @param held where the caller believes the block to be
     * @param buffer lent until the future has ended: what remains in it now is sent or filled. Its position and limit are
     *     looked at only now, and never moved. After a failure its contents are undefined
     * @return the number of bytes, or a failure as {@link BlockClient#perform} describes
     */
    public Future<Integer> perform(BlockOperation operation, Optional<Location> held, ByteBuffer buffer) {
        ByteBuffer mine = buffer.duplicate();
        BufferGuard guard = new BufferGuard();
        OperationTrace events = OperationTrace.invoked(trace, operations.incrementAndGet(), operation, mine);
        long deadline = System.nanoTime() + settings.dataDeadline().toNanos();
        return begin(
                () -> {
                    blocks.perform(operation, held, mine, deadline, guard, events);
                    return operation.length();
                },
                guard,
                deadline,
                events);
    }

    /**
     * Reads directory records of a container. What remains in the buffer is always filled: behind the last record with zeros,
     * which Crail takes for records that are not valid.
     */
    public Future<Integer> readRecords(long fd, long offset, ByteBuffer buffer) {
        ByteBuffer mine = buffer.duplicate();
        BufferGuard guard = new BufferGuard();
        long deadline = System.nanoTime() + settings.dataDeadline().toNanos();
        int length = mine.remaining();
        return begin(
                () -> {
                    ByteBuffer records =
                            records(namenode.call(new ClientRequest.ReadRecords(fd, offset, length), deadline));
                    guard.unlessGivenUp(() -> {
                        mine.put(records.limit(Math.min(records.limit(), records.position() + length)));
                        while (mine.hasRemaining()) {
                            mine.put((byte) 0);
                        }
                    });
                    return length;
                },
                guard,
                deadline);
    }

    /** Writes one directory record; the buffer is the caller's again when this returns. */
    public Future<Integer> writeRecord(long fd, long offset, ByteBuffer buffer) {
        ByteBuffer copy =
                ByteBuffer.allocate(buffer.remaining()).put(buffer.duplicate()).flip();
        int length = copy.remaining();
        return ask(namenodeAnswers -> {
            ClientReply reply = namenodeAnswers.to(new ClientRequest.WriteRecord(fd, offset, copy));
            if (!(reply instanceof ClientReply.Done)) {
                throw refused("writing a directory record", reply);
            }
            return length;
        });
    }

    /** Asks the namenode, in a worker unless the caller waits. */
    public <T> Future<T> ask(NamenodeTask<T> task) {
        long deadline = System.nanoTime() + settings.rpcDeadline().toNanos();
        return begin(() -> task.run(new Answers(namenode, deadline)), new BufferGuard(), deadline);
    }

    /** One operation of Crail's, made of one request or more. */
    public interface NamenodeTask<T> {
        /** @return never null */
        T run(Answers namenode) throws IOException;
    }

    /** The namenode, with the deadline of one operation. */
    public record Answers(NamenodeClient namenode, long deadlineNanos) {
        /** @return the answer, which may be {@code Failed} */
        public ClientReply to(ClientRequest request) throws IOException {
            return namenode.call(request, deadlineNanos);
        }
    }

    private <T> Future<T> begin(Callable<T> task, BufferGuard guard, long deadlineNanos) {
        return begin(task, guard, deadlineNanos, OperationTrace.OFF);
    }

    private <T> Future<T> begin(Callable<T> task, BufferGuard guard, long deadlineNanos, OperationTrace events) {
        TierFuture<T> future = new TierFuture<>(task, guard, deadlineNanos, events);
        workers.begin(future);
        return future;
    }

    private static ByteBuffer records(ClientReply reply) throws IOException {
        if (reply instanceof ClientReply.Records records) {
            return records.body();
        }
        throw refused("reading directory records", reply);
    }

    /** @return what to throw when the namenode answered something else than hoped for */
    public static IOException refused(String what, ClientReply reply) {
        return new IOException(what + ": "
                + (reply instanceof ClientReply.Failed failed ? failed.text() : "the answer was " + reply.type()));
    }

    /** Idempotent. Operations under way fail. */
    @Override
    public void close() {
        workers.close();
        datanodeLanes.close();
        namenodeLanes.close();
        traceFile.close();
    }
}
