// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one operation and the caller's buffer. Whoever gives the operation up gets the buffer back at once: after
 * {@link #giveUp} no byte moves between it and a socket any more (rule R12).
 *
 * <p>Thread-safe: one monitor, which is never held during I/O.
 */
final class BufferGuard {
    private @Nullable Connection inUse;
    private boolean givenUp;

    /**
     * @param connection on which bytes of the buffer will move until {@link #leave}
     * @throws IOException if the operation was given up
     */
    synchronized void enter(Connection connection) throws IOException {
        if (givenUp) {
            throw new IOException("the operation was given up by its caller");
        }
        inUse = connection;
    }

    synchronized void leave() {
        inUse = null;
        notifyAll();
    }

    /** Moves bytes that did not come from a socket. */
    synchronized void unlessGivenUp(Runnable copy) throws IOException {
        if (givenUp) {
            throw new IOException("the operation was given up by its caller");
        }
        copy.run();
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Closes the connection in use and waits until its thread has noticed: microseconds, not a timeout. */
    synchronized void giveUp() {
        givenUp = true;
        notifyAll();
        if (inUse != null) {
            inUse.close();
        }
        boolean interrupted = false;
        while (inUse != null) {
            try {
                wait();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, but no longer than until the operation is given up. */
    synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !givenUp && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
    }
}
