// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Ends processes: asks first, waits, then insists. Stateless. */
public final class Ending {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private Ending() {}

    /**
     * Returns when none of them is alive.
     *
     * @param patience between SIGTERM and SIGKILL
     * @return those that had to be killed
     */
    public static List<ProcessId> end(Collection<ProcessId> processes, Duration patience) {
        processes.forEach(ProcessId::terminate);
        awaitGone(processes, patience);
        List<ProcessId> stubborn = processes.stream().filter(ProcessId::lives).toList();
        stubborn.forEach(ProcessId::kill);
        awaitGone(stubborn, KILL_LIMIT);
        return stubborn;
    }

    private static void awaitGone(Collection<ProcessId> processes, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadlineNanos < 0 && processes.stream().anyMatch(ProcessId::lives)) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
