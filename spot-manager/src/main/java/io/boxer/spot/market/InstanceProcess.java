// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process of the operating system, its output appended to a file, its lines of standard output also told to a listener. Thread-safe.
 */
final class InstanceProcess {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceProcess.class);

    private final Process process;

    private InstanceProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param onLine called on a thread of this process's own
     * @throws BoxerException USER if the command cannot be run
     */
    static InstanceProcess start(String name, List<String> command, Path log, Consumer<String> onLine) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Thread pump = new Thread(() -> pump(process, log, onLine), "boxer-market-output-" + name);
            pump.setDaemon(true);
            pump.start();
            return new InstanceProcess(process);
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message(
                            "instance=%s cannot be started: %s; correct the market's command or its log directory",
                            name, String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static void pump(Process process, Path log, Consumer<String> onLine) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                onLine.accept(line);
            }
        } catch (IOException e) {
            LOG.debug("log={} output of a process that ends: {}", log, e.toString());
        }
    }

    long pid() {
        return process.pid();
    }

    /** Completes on a thread of the JDK's with the exit code: 137 after SIGKILL, 143 after SIGTERM. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** SIGTERM. */
    void askToEnd() {
        process.destroy();
    }

    /** SIGKILL, the children it started first. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    boolean awaitExit(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
