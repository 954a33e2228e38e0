// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker of the tier will run, unless its caller asks for the result before a worker has begun: then the caller
 * runs it itself, so that an application which waits for each operation pays no thread hop. A caller that stops waiting
 * (interrupted, or out of time) gives the operation up, because it will use the buffer for something else.
 *
 * <p>Thread-safe: whoever flips {@code begun} runs the task; the latch publishes its result.
 */
final class TierFuture<T> implements Future<T>, Runnable {
    /** A task ends at its deadline; a thread that was not scheduled in between may be this late. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BufferGuard guard;
    private final long deadlineNanos;
    private final OperationTrace trace;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Callable<T> task;
    private @Nullable T result;
    private @Nullable Throwable failure;

    /** @param task ends by itself at {@code deadlineNanos} of {@link System#nanoTime()}; its value is never null */
    TierFuture(Callable<T> task, BufferGuard guard, long deadlineNanos, OperationTrace trace) {
        this.task = task;
        this.guard = guard;
        this.deadlineNanos = deadlineNanos;
        this.trace = trace;
    }

    /** Runs the task, unless somebody else does. */
    @Override
    public void run() {
        Callable<T> work = task;
        if (work == null || !begun.compareAndSet(false, true)) {
            return;
        }
        try {
            result = work.call();
        } catch (Exception | Error problem) {
            failure = problem;
        } finally {
            task = null;
            trace.returned(failure);
            ended.countDown();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        run();
        try {
            ended.await();
        } catch (InterruptedException interruption) {
            giveUp(interruption);
            throw interruption;
        }
        return outcome();
    }

    /** @throws TimeoutException after which the operation is given up: the buffer is the caller's again */
    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long patience = unit.toNanos(timeout);
        long left = deadlineNanos - System.nanoTime();
        if (patience >= left) {
            run();
        }
        boolean over;
        try {
            over = ended.await(patience >= left ? Math.max(0, left) + GRACE_NANOS : patience, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interruption) {
            giveUp(interruption);
            throw interruption;
        }
        if (!over) {
            TimeoutException timedOut = new TimeoutException("no result within %d %s".formatted(timeout, unit));
            giveUp(timedOut);
            dropUnlessBegun();
            throw timedOut;
        }
        return outcome();
    }

    private void giveUp(Exception why) {
        guard.giveUp();
        trace.returned(why);
    }

    private void dropUnlessBegun() {
        if (begun.compareAndSet(false, true)) {
            failure = new IOException("the operation was given up before it began");
            task = null;
            ended.countDown();
        }
    }

    private T outcome() throws ExecutionException {
        if (failure != null) {
            throw new ExecutionException(failure);
        }
        T value = result;
        if (value == null) {
            throw new IllegalStateException("a task of the tier ended without a value");
        }
        return value;
    }

    @Override
    public boolean isDone() {
        return ended.getCount() == 0;
    }

    /** Refused: Crail has no way to say that a buffer came back. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }
}
