// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.DataReply;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one block, from its first attempt to its end. Sans I/O: events with the time go in, the next {@link Step}
 * comes out; there is no clock, no thread and no buffer here, so the same code runs under a simulator.
 *
 * <pre>
 *            Redirect to a higher gen, at most 4 in a row
 *               ┌──────┐
 *  start ──→ Attempt ──┴─→ Done, Fail
 *    │       ↑     └─ retry answer, connection error, attempt timeout ─→ Wait
 *    │       └─ At ──────┐                                                │
 *    └─ place unknown ─→ Resolve ←───────────────────────────────────────┘
 *                         └─ Busy, namenode away ─→ Wait      Lost, Deleted ─→ Fail
 * </pre>
 *
 * <p>Confined to one thread. Specification: docs/protocol.md, section 3, "Client".
 */
public final class ClientOperationCore {
    /** Redirects that are followed before the namenode is asked. */
    public static final int MAX_HOPS = 4;

    private final BlockOperation operation;
    private final long startNanos;
    private final long deadlineNanos;
    private final BackOff backOff = new BackOff();
    private final Trail trail = new Trail();

    private @Nullable Location location;
    private int hops;

    /** @param deadlineNanos on the clock of the events: no event later than this begins a new attempt */
    public ClientOperationCore(
            BlockOperation operation, Optional<Location> known, long startNanos, long deadlineNanos) {
        this.operation = operation;
        this.location = known.orElse(null);
        this.startNanos = startNanos;
        this.deadlineNanos = deadlineNanos;
    }

    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** @return waits so far; 0 for an operation that went through at once */
    public int waits() {
        return trail.waits();
    }

    public Step start(long nowNanos) {
        return location == null ? resolve(nowNanos) : attempt(location, nowNanos);
    }

    /** The node answered the attempt, with a whole message. */
    public Step onReply(DataReply reply, long nowNanos) {
        boolean wanted = operation.isWrite() ? reply instanceof DataReply.Written : reply instanceof DataReply.Bytes;
        if (wanted) {
            return new Step.Done();
        }
        if (reply instanceof DataReply.Redirect redirect) {
            return onRedirect(redirect, nowNanos);
        }
        if (reply instanceof DataReply.Retry retry) {
            trail.note(retry.reason().name(), location);
            return pause(retry.afterMillis(), nowNanos);
        }
        if (reply instanceof DataReply.Final no) {
            return new Step.Fail(refusal(no));
        }
        return onConnectionError("answered with " + reply.type(), nowNanos);
    }

    /** The connection could not be made or broke; it is closed. */
    public Step onConnectionError(String what, long nowNanos) {
        trail.note(what, location);
        return pause(0, nowNanos);
    }

    /** The node was silent for too long; the connection is closed. */
    public Step onAttemptTimeout(long nowNanos) {
        trail.note("silent", location);
        return pause(0, nowNanos);
    }

    public Step onWaited(long nowNanos) {
        return resolve(nowNanos);
    }

    /** The namenode answered RESOLVE. */
    public Step onResolved(ClientReply reply, long nowNanos) {
        if (reply instanceof ClientReply.At at) {
            hops = 0;
            return attempt(new Location(at.node(), at.gen()), nowNanos);
        }
        if (reply instanceof ClientReply.Busy busy) {
            trail.note("namenode says BUSY");
            return pause(busy.afterMillis(), nowNanos);
        }
        if (reply instanceof ClientReply.Lost lost) {
            return new Step.Fail(new BlockLostException(lost.block(), lost.cause()));
        }
        if (reply instanceof ClientReply.Deleted) {
            return new Step.Fail(new FileNotFoundException(operation + ": its file was deleted"));
        }
        if (reply instanceof ClientReply.Failed failed) {
            return onResolveFailed(failed.text(), nowNanos);
        }
        return onResolveFailed("namenode answered RESOLVE with " + reply.type(), nowNanos);
    }

    /** The namenode could not be asked: it may be on its way up again. */
    public Step onResolveFailed(String what, long nowNanos) {
        trail.note(what);
        return pause(0, nowNanos);
    }

    private Step onRedirect(DataReply.Redirect redirect, long nowNanos) {
        Location next = new Location(redirect.to(), redirect.gen());
        boolean forward = location == null || next.gen() > location.gen();
        if (forward && hops < MAX_HOPS && redirect.block() == operation.block()) {
            hops++;
            trail.note("MOVED to " + next, location);
            return attempt(next, nowNanos);
        }
        trail.note(forward ? "MOVED for the fifth time" : "MOVED to an older place " + next, location);
        return pause(0, nowNanos);
    }

    private IOException refusal(DataReply.Final no) {
        return switch (no.reason()) {
            case FENCED -> new FencedException(operation + ": another writer has taken over: " + no.text());
            case NOT_WRITTEN -> new EOFException(operation + ": nobody wrote these bytes: " + no.text());
            case OUT_OF_BOUNDS -> new IOException(operation + ": does not fit into the block: " + no.text());
        };
    }

    private Step attempt(Location next, long nowNanos) {
        location = next;
        if (isOver(nowNanos)) {
            return timeout(nowNanos);
        }
        trail.attempted();
        return new Step.Attempt(next);
    }

    private Step resolve(long nowNanos) {
        if (isOver(nowNanos)) {
            return timeout(nowNanos);
        }
        trail.resolved();
        return new Step.Resolve();
    }

    private Step pause(int hintMillis, long nowNanos) {
        long millis = backOff.nextMillis(hintMillis);
        if (isOver(nowNanos + millis * 1_000_000)) {
            return timeout(nowNanos);
        }
        trail.waited();
        return new Step.Wait(millis);
    }

    private boolean isOver(long nanos) {
        return nanos - deadlineNanos >= 0;
    }

    private Step timeout(long nowNanos) {
        return new Step.Fail(new OperationTimeoutException(
                "%s: no end within %d ms after %s".formatted(operation, (nowNanos - startNanos) / 1_000_000, trail)));
    }
}
