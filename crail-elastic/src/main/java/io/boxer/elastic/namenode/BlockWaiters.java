// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that wait until blocks of a file have their first placement. Confined to the core. */
final class BlockWaiters {
    /** What to do when the blocks up to {@code lastIndex} are all there, or one cannot be made. */
    interface Waiter {
        /** @return true if it is answered and wants to hear no more */
        boolean tryAnswer();

        void failed();
    }

    private final Map<Long, List<Waiter>> byFile = new LinkedHashMap<>();

    void add(long fd, Waiter waiter) {
        if (!waiter.tryAnswer()) {
            byFile.computeIfAbsent(fd, key -> new ArrayList<>()).add(waiter);
        }
    }

    void opened(long fd) {
        List<Waiter> waiting = byFile.get(fd);
        if (waiting != null) {
            waiting.removeIf(Waiter::tryAnswer);
            if (waiting.isEmpty()) {
                byFile.remove(fd);
            }
        }
    }

    void failed(long fd) {
        List<Waiter> waiting = byFile.remove(fd);
        if (waiting != null) {
            waiting.forEach(Waiter::failed);
        }
    }
}
