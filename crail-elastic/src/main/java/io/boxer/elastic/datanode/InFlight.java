// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bytes of replies that wait for their readers, over all connections. Beyond the limit, connections wait in line with their
 * further requests, so memory stays bounded however many readers are slow. Confined to the datanode's event loop.
 */
final class InFlight {
    private final long limitBytes;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long bytes;

    InFlight(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    boolean isFull() {
        return bytes >= limitBytes;
    }

    void add(long more) {
        bytes += more;
    }

    /** Some are sent, or never will be; lets those go on who wait, as far as there is room. */
    void remove(long sent) {
        bytes -= sent;
        while (!isFull() && !waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }

    /** Runs {@code resume} once there is room. */
    void whenNotFull(Runnable resume) {
        waiting.addLast(resume);
    }

    long bytes() {
        return bytes;
    }
}
