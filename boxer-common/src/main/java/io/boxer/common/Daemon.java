// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a daemon in the foreground: opens it, prints the line that says so, waits for SIGTERM, SIGINT, the end of its
 * parent or its own request to stop, closes what it opened, and ends.
 *
 * <p>Thread-safe: {@link #stop} may be called from anywhere.
 */
public final class Daemon {
    private final LifeCycle lifeCycle;
    private final Closer closer = new Closer();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Opens the parts of a daemon. */
    @FunctionalInterface
    public interface Start {
        /**
         * Opens everything.
         *
         * @param daemon takes the parts: {@code daemon.closer().closing("admin API", AdminServer.start(…))}
         * @return how it says so
         */
        Serving start(Daemon daemon);
    }

    /** What a daemon says when it serves. */
    public interface Serving {
        /** The one line on standard output, for whoever started it. */
        String line();

        /** The same for the log, without secrets. */
        default String summary() {
            return line();
        }
    }

    private Daemon(String name) {
        lifeCycle = new LifeCycle("daemon=" + name);
    }

    /** What is added last is closed first: add the thing that drains after the things that it drains with. */
    public Closer closer() {
        return closer;
    }

    /** Asks it to end; returns at once. Harmless twice. */
    public void stop(String reason) {
        lifeCycle.close(reason);
        stop.countDown();
    }

    /**
     * Runs it until it is stopped and all of it is closed.
     *
     * @param exitWith a process whose end ends this one
     * @throws BoxerException what {@code start} throws, after closing what it had opened
     */
    public static void run(String name, PrintStream stdout, OptionalLong exitWith, Start start) {
        var daemon = new Daemon(name);
        var hook = new Thread(daemon::stopAndWait, "boxer-shutdown-1");
        Runtime.getRuntime().addShutdownHook(hook);
        try (daemon.closer) {
            exitWith.ifPresent(pid -> daemon.closer.closing(
                    "parent watch", ParentWatch.exitWith(pid, () -> daemon.stop("process " + pid + " is gone"))));
            var serving = start.start(daemon);
            if (daemon.lifeCycle.started(serving.summary())) {
                stdout.println(serving.line());
                stdout.flush();
            }
            daemon.stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            daemon.stopped.countDown();
            removeHook(hook);
        }
    }

    /** The process dies when its hooks return, so this one returns when all is closed. */
    private void stopAndWait() {
        stop("signal");
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook itself brought us here
        }
    }
}
