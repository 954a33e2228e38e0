// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a daemon has opened, closed once, the last opened first.
 *
 * <p>Thread-safe: one lock, not held while a resource closes.
 */
public final class Closer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

    private record Resource(String what, AutoCloseable closeable) {}

    private final Deque<Resource> opened = new ArrayDeque<>();
    private boolean closed;

    /**
     * Adds a resource, to be closed before all that were added earlier.
     *
     * @param what for the log, if it cannot be closed
     * @param resource taken: closed at once if this is closed already
     * @return the same resource
     * @throws BoxerException CAPACITY if this is closed already
     */
    public <T extends AutoCloseable> T closing(String what, T resource) {
        synchronized (this) {
            if (!closed) {
                opened.push(new Resource(what, resource));
                return resource;
            }
        }
        close(new Resource(what, resource));
        throw BoxerException.capacity("%s is not opened: the process is going down", what);
    }

    /** Closes everything; one that fails is logged and does not keep the others open. Harmless twice. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (var next = pop(); next != null; next = pop()) {
            close(next);
        }
    }

    private synchronized @Nullable Resource pop() {
        return opened.poll();
    }

    private static void close(Resource resource) {
        try {
            resource.closeable().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("{}: interrupted while closing", resource.what());
        } catch (Exception e) {
            LOG.warn("{}: not closed cleanly", resource.what(), e);
        }
    }
}
