// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.Message;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/**
 * Asks the namenode. Every request may be repeated: it either changes nothing a second time, or carries a {@code Caller} by
 * which the namenode knows it again. So a namenode that restarts costs its callers a pause, not an error.
 *
 * <p>Thread-safe: each call has a lane of its own.
 */
public final class NamenodeClient {
    private final NodeRef namenode;
    private final ConnectionPool pool;
    private final long silenceNanos;
    private final TierStatistics statistics;

    NamenodeClient(HostPort address, ConnectionPool pool, long silenceNanos, TierStatistics statistics) {
        this.namenode = new NodeRef(address, 0);
        this.pool = pool;
        this.silenceNanos = silenceNanos;
        this.statistics = statistics;
    }

    /**
     * Asks until there is an answer.
     *
     * @param deadlineNanos of {@link System#nanoTime()}
     * @return the answer, which may be {@code Failed}; its body, if it has one, is the caller's
     * @throws PeerRefusedException at once, if the handshake says that key, cluster, block size or version are not ours
     * @throws OperationTimeoutException at the deadline
     * @throws InterruptedIOException if the calling thread is interrupted; its flag stays set
     */
    public ClientReply call(ClientRequest request, long deadlineNanos) throws IOException {
        long start = System.nanoTime();
        BackOff backOff = new BackOff();
        Trail trail = new Trail();
        while (true) {
            try {
                trail.attempted();
                return callOnce(request, deadlineNanos);
            } catch (PeerRefusedException refusal) {
                throw refusal;
            } catch (IOException failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                trail.note(Failures.words(failure));
            }
            statistics.namenodeRetried();
            long wait = backOff.nextMillis(0);
            long now = System.nanoTime();
            if (now + wait * 1_000_000 - deadlineNanos >= 0) {
                throw new OperationTimeoutException("%s to the namenode %s: no answer within %d ms after %s"
                        .formatted(request.type(), namenode.address(), (now - start) / 1_000_000, trail));
            }
            sleep(wait);
        }
    }

    /**
     * Asks once.
     *
     * @throws IOException if there is no answer; the connection is closed
     */
    public ClientReply callOnce(ClientRequest request, long deadlineNanos) throws IOException {
        Lane lane = pool.lease(namenode);
        try {
            Message reply = lane.connect(deadlineNanos, silenceNanos).call(request);
            if (reply instanceof ClientReply answer) {
                return answer instanceof ClientReply.Records records ? copy(records) : answer;
            }
            throw new IOException("the namenode answered %s with %s".formatted(request.type(), reply.type()));
        } catch (IOException | BoxerException failure) {
            lane.disconnect();
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(failure);
            }
            throw failure instanceof IOException io ? io : new IOException(failure.getMessage(), failure);
        } finally {
            pool.release(lane);
        }
    }

    private static ClientReply.Records copy(ClientReply.Records records) {
        ByteBuffer body = records.body();
        return new ClientReply.Records(
                ByteBuffer.allocate(body.remaining()).put(body).flip());
    }

    private static void sleep(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw interrupted(interruption);
        }
    }

    static InterruptedIOException interrupted(Exception cause) {
        InterruptedIOException interruption = new InterruptedIOException("the calling thread was interrupted");
        interruption.initCause(cause);
        return interruption;
    }
}
