// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.elastic.trace.Trace;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The events of one operation on a block, docs/protocol.md, section 9: {@code cl.invoke}, {@code cl.attempt},
 * {@code cl.closed}, {@code cl.return}.
 *
 * <p>Confined to the thread that runs the operation, but for {@link #returned}, which is thread-safe.
 */
final class OperationTrace {
    /** Of operations that are not traced. */
    static final OperationTrace OFF = new OperationTrace(Trace.OFF, 0);

    private final Trace trace;
    private final long op;
    private final AtomicBoolean over = new AtomicBoolean();
    private int attempts;
    private long crc;

    private OperationTrace(Trace trace, long op) {
        this.trace = trace;
        this.op = op;
    }

    /**
     * The operation begins.
     *
     * @param op no other operation of this client has this number
     * @param buffer what a write sends
     */
    static OperationTrace invoked(Trace trace, long op, BlockOperation operation, ByteBuffer buffer) {
        if (!trace.isOn()) {
            return OFF;
        }
        OperationTrace begun = new OperationTrace(trace, op);
        begun.crc = operation.isWrite() ? crc(buffer) : 0;
        trace.log(
                "cl.invoke",
                "op",
                op,
                "kind",
                operation.kind(),
                "b",
                operation.block(),
                "offset",
                operation.offset(),
                "length",
                operation.length(),
                "crc",
                begun.crc);
        return begun;
    }

    /** The next request is about to be sent. */
    void attempt(Location to, BlockOperation operation) {
        if (trace.isOn()) {
            trace.log(
                    "cl.attempt",
                    "op",
                    op,
                    "n",
                    ++attempts,
                    "node",
                    to.node(),
                    "g",
                    to.gen(),
                    "writerEpoch",
                    operation.writerEpoch());
        }
    }

    /** The bytes that were asked for are in the buffer, which is not the caller's yet. */
    void received(ByteBuffer bytes) {
        if (trace.isOn()) {
            crc = crc(bytes);
        }
    }

    /**
     * Nothing can touch the buffer any more.
     *
     * @param answered whether a whole answer came; if not, the connection must be closed by now
     * @param open whether it is open
     */
    void closed(boolean answered, boolean open) {
        if (trace.isOn()) {
            trace.log("cl.closed", "op", op, "n", attempts, "reason", answered ? "ANSWERED" : "FAILED", "open", open);
        }
    }

    /** The buffer is the caller's again, with this result; what comes later is not told to anybody. */
    void returned(@Nullable Throwable failure) {
        if (trace.isOn() && over.compareAndSet(false, true)) {
            String error = failure == null ? "" : failure.getClass().getSimpleName();
            trace.log("cl.return", "op", op, "crc", crc, "result", failure == null ? "OK" : "FAILED", "error", error);
        }
    }

    private static long crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return crc.getValue();
    }
}
