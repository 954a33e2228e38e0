// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import java.io.IOError;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.crail.storage.StorageFuture;
import org.apache.crail.storage.StorageResult;

/** A future of the tier as Crail's streams take it. Thread-safe. */
final class ElasticStorageFuture implements StorageFuture {
    private final Future<Integer> inner;
    private final boolean listing;

    private ElasticStorageFuture(Future<Integer> inner, boolean listing) {
        this.inner = inner;
        this.listing = listing;
    }

    static StorageFuture of(Future<Integer> inner) {
        return new ElasticStorageFuture(inner, false);
    }

    /**
     * For a read of directory records: Crail's {@code DirectoryInputStream} swallows every {@code Exception} and ends the listing,
     * so that a shuffle would read fewer files and never know. It lets an {@link IOError} pass.
     */
    static StorageFuture ofListing(Future<Integer> inner) {
        return new ElasticStorageFuture(inner, true);
    }

    @Override
    public StorageResult get() throws InterruptedException, ExecutionException {
        try {
            return result(inner.get());
        } catch (ExecutionException failure) {
            throw loud(failure);
        }
    }

    @Override
    public StorageResult get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return result(inner.get(timeout, unit));
        } catch (ExecutionException failure) {
            throw loud(failure);
        }
    }

    private ExecutionException loud(ExecutionException failure) {
        if (listing) {
            throw new IOError(failure.getCause());
        }
        return failure;
    }

    private static StorageResult result(int length) {
        return () -> length;
    }

    /** False: Crail would wait for the end of the operation before it returns from read or write. */
    @Override
    public boolean isSynchronous() {
        return false;
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
