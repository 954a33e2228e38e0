// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends a daemon that was started for a run when the process that runs it is gone, killed with SIGKILL included.
 *
 * <p>Thread-safe: one thread of its own, which looks four times a second.
 */
public final class ParentWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Thread thread;

    private ParentWatch(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts to watch.
     *
     * @param pid the process; one that does not exist counts as gone
     * @param onGone called once, on the thread {@code boxer-parent-watch-1}
     * @return to stop watching
     */
    public static ParentWatch exitWith(long pid, Runnable onGone) {
        // the handle knows when its process started, so a pid that is given out again is not taken for it
        var handle = ProcessHandle.of(pid);
        var thread = new Thread(() -> watch(pid, handle, onGone), "boxer-parent-watch-1");
        thread.setDaemon(true);
        thread.start();
        return new ParentWatch(thread);
    }

    private static void watch(long pid, Optional<ProcessHandle> handle, Runnable onGone) {
        try {
            while (handle.isPresent() && handle.get().isAlive() && !isZombie(pid)) {
                Thread.sleep(PERIOD.toMillis());
            }
        } catch (InterruptedException e) {
            return; // closed
        }
        onGone.run();
    }

    /** A dead process that its parent has not waited for: in a container without an init it stays so for ever. */
    private static boolean isZombie(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // the name, which may itself contain anything, is in the last parentheses
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return false; // no /proc, or gone since: isAlive() decides
        }
    }

    /** Stops watching; harmless twice. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
