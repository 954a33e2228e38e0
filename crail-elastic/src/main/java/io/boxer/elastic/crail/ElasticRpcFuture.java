// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.crail.rpc.RpcFuture;

/** A future of the tier, with what Crail wants to know of an RPC. Thread-safe. */
final class ElasticRpcFuture<T> implements RpcFuture<T> {
    /** Crail tells the pieces of one operation apart by their tickets, so no two futures share one. */
    private static final AtomicInteger TICKETS = new AtomicInteger();

    private final Future<? extends T> inner;
    private final int ticket = TICKETS.incrementAndGet();
    private volatile boolean prefetched;

    ElasticRpcFuture(Future<? extends T> inner) {
        this.inner = inner;
    }

    @Override
    public int getTicket() {
        return ticket;
    }

    @Override
    public boolean isPrefetched() {
        return prefetched;
    }

    @Override
    public void setPrefetched(boolean value) {
        prefetched = value;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        return inner.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return inner.get(timeout, unit);
    }

    @Override
    public boolean isDone() {
        return inner.isDone();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return inner.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean isCancelled() {
        return inner.isCancelled();
    }
}
