// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Drives one {@link ClientOperationCore}: performs its steps and tells it how they ended. Holds one lane at most, and keeps it
 * while attempts go to the same node, so that a retry fences what its forerunner may have left on the way.
 *
 * <p>Confined to the thread that runs it.
 */
final class OperationRun implements AutoCloseable {
    private final BlockClient client;
    private final BlockOperation operation;
    private final ByteBuffer buffer;
    private final ClientOperationCore core;
    private final BufferGuard guard;
    private final OperationTrace trace;
    private @Nullable Lane lane;

    OperationRun(
            BlockClient client,
            BlockOperation operation,
            ByteBuffer buffer,
            ClientOperationCore core,
            BufferGuard guard,
            OperationTrace trace) {
        this.client = client;
        this.operation = operation;
        this.buffer = buffer;
        this.core = core;
        this.guard = guard;
        this.trace = trace;
    }

    void toTheEnd() throws IOException {
        Step step = core.start(System.nanoTime());
        while (!(step instanceof Step.Done)) {
            if (guard.isGivenUp()) {
                throw new IOException(operation + ": given up by its caller");
            }
            step = perform(step);
        }
    }

    private Step perform(Step step) throws IOException {
        if (step instanceof Step.Attempt attempt) {
            return attempt(attempt.location());
        }
        if (step instanceof Step.Resolve) {
            return resolve();
        }
        if (step instanceof Step.Wait pause) {
            return pause(pause.millis());
        }
        if (step instanceof Step.Fail fail) {
            throw fail.error();
        }
        throw new IllegalStateException("the loop ends at " + step);
    }

    private Step attempt(Location location) throws IOException {
        Lane way = laneTo(location.node());
        try {
            Connection connection = way.connect(core.deadlineNanos(), client.silenceNanos());
            Message reply = exchange(connection, location);
            if (reply instanceof DataReply answer) {
                client.silentNodes().answered(location.node());
                return onReply(answer);
            }
            way.disconnect();
            return core.onConnectionError("answered with " + reply.type(), System.nanoTime());
        } catch (SocketTimeoutException silence) {
            way.disconnect();
            client.statistics().retried();
            client.silentNodes().silent(location.node(), System.nanoTime());
            return core.onAttemptTimeout(System.nanoTime());
        } catch (IOException | BoxerException failure) {
            way.disconnect();
            throwIfInterrupted(failure);
            client.statistics().retried();
            return core.onConnectionError(Failures.words(failure), System.nanoTime());
        }
    }

    private Message exchange(Connection connection, Location location) throws IOException {
        guard.enter(connection);
        boolean whole = false;
        try {
            trace.attempt(location, operation);
            Message reply = operation.isWrite()
                    ? connection.call(write(location))
                    : connection.callForBytes(read(location), buffer);
            if (reply instanceof DataReply.Bytes bytes) {
                trace.received(bytes.body());
            }
            whole = true;
            return reply;
        } finally {
            if (!whole) {
                connection.close();
            }
            trace.closed(whole, connection.isOpen());
            guard.leave();
        }
    }

    private DataRequest write(Location at) {
        return new DataRequest.Write(
                at.node().incarnation(),
                operation.block(),
                at.gen(),
                operation.writerEpoch(),
                operation.offset(),
                buffer);
    }

    private DataRequest read(Location at) {
        return new DataRequest.Read(
                at.node().incarnation(), operation.block(), at.gen(), operation.offset(), operation.length());
    }

    private Step onReply(DataReply reply) {
        Step next = core.onReply(reply, System.nanoTime());
        if (reply instanceof DataReply.Redirect moved) {
            client.locations().heard(moved.block(), new Location(moved.to(), moved.gen()));
            client.statistics().redirected();
        } else if (next instanceof Step.Wait) {
            client.statistics().retried();
        }
        return next;
    }

    private Step resolve() throws IOException {
        client.statistics().resolved();
        try {
            ClientReply reply =
                    client.namenode().callOnce(new ClientRequest.Resolve(operation.block()), core.deadlineNanos());
            if (reply instanceof ClientReply.At at) {
                client.locations().resolved(at.block(), new Location(at.node(), at.gen()));
            }
            return core.onResolved(reply, System.nanoTime());
        } catch (PeerRefusedException refusal) {
            throw refusal;
        } catch (IOException failure) {
            throwIfInterrupted(failure);
            return core.onResolveFailed("namenode: " + Failures.words(failure), System.nanoTime());
        }
    }

    private Step pause(long millis) throws IOException {
        client.statistics().waited();
        try {
            guard.pause(millis);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw NamenodeClient.interrupted(interruption);
        }
        return core.onWaited(System.nanoTime());
    }

    /** An interrupted thread cannot use a channel: to try again would only burn the time to the deadline. */
    private static void throwIfInterrupted(Exception failure) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw NamenodeClient.interrupted(failure);
        }
    }

    private Lane laneTo(NodeRef node) throws IOException {
        Lane held = lane;
        if (held != null && held.node().equals(node)) {
            return held;
        }
        close();
        Lane leased = client.datanodes().lease(node);
        lane = leased;
        return leased;
    }

    @Override
    public void close() {
        if (lane != null) {
            client.datanodes().release(lane);
            lane = null;
        }
    }
}
