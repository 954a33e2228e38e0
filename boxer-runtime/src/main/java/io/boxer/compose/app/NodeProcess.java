// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.process.RunId;
import io.boxer.compose.StopRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that runs: boxer-init with its supervisor and program. One thread {@code boxer-log-NODE} takes what it prints.
 * Thread-safe.
 */
final class NodeProcess {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

    private static final int LOG_LIMIT_MILLIS = 1000;

    private final Process process;
    private final RunId run;

    private NodeProcess(Process process, RunId run) {
        this.process = process;
        this.run = run;
    }

    /**
     * Starts it.
     *
     * @param onEnd given the exit code when it has ended and all that it printed is in the log
     * @throws BoxerException USER if there is no such program or no room for another process
     */
    static NodeProcess start(String node, List<String> command, RunId run, NodeLog log, IntConsumer onEnd) {
        try {
            var builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true);
            builder.environment().remove("BOXER_DAEMON"); // it would make boxer-init spare what the program leaves
            builder.environment().remove("BOXER_NODE");
            var process = builder.start();
            var thread = new Thread(() -> log.take(process.getInputStream()), "boxer-log-" + node);
            thread.setDaemon(true);
            thread.start();
            CompletableFuture<Process> ended = process.onExit();
            ended.thenAcceptAsync(gone -> {
                awaitLog(thread);
                onEnd.accept(gone.exitValue());
            });
            return new NodeProcess(process, run);
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER, "node %s cannot be started: %s".formatted(node, cannot.getMessage()), cannot);
        }
    }

    /** Something that escaped may hold the pipe open for ever. */
    private static void awaitLog(Thread thread) {
        try {
            thread.join(LOG_LIMIT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    ProcessTree tree() {
        return new ProcessTree(process.toHandle(), run);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** boxer-init passes it on to the program. */
    void signal(StopRule.Signal signal) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException cannot) {
            LOG.warn("pid={} cannot be sent {}", process.pid(), signal, cannot);
        }
    }

    /** SIGKILL for the program and what it started; boxer-init then ends in order. */
    void kill() {
        tree().kill();
    }
}
