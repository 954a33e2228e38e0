// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A daemon that this program has started. Its output goes to two files: {@code NAME.out} (the ready line) and
 * {@code NAME.log}. Confined to the thread that starts the cluster.
 */
public final class DaemonProcess {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final String name;
    private final Process process;
    private final Path out;
    private final Path log;

    private DaemonProcess(String name, Process process, Path out, Path log) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.log = log;
    }

    /**
     * Starts it and returns at once.
     *
     * @param logs directory of the two files, which must exist
     */
    public static DaemonProcess start(String name, List<String> command, Path logs) {
        return start(name, command, Map.of(), logs);
    }

    /**
     * The same with an environment.
     *
     * @param environment added to that of this program
     */
    public static DaemonProcess start(String name, List<String> command, Map<String, String> environment, Path logs) {
        Path out = logs.resolve(name + ".out");
        Path log = logs.resolve(name + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(log.toFile());
            builder.environment().putAll(environment);
            return new DaemonProcess(name, builder.start(), out, log);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    public String name() {
        return name;
    }

    public Path log() {
        return log;
    }

    public Process process() {
        return process;
    }

    public ProcessId id() {
        return ProcessId.of(process.pid()).orElseThrow(this::ended);
    }

    /**
     * Waits until it serves.
     *
     * @throws BoxerException if it ends before, with its last words, or if it says nothing within {@code limit}
     */
    public Ready awaitReady(Duration limit) {
        return await(() -> readyIn(read(out)), limit);
    }

    /**
     * Waits for a line in the log of a program that is not ours and prints no ready line.
     *
     * @throws BoxerException as {@link #awaitReady}
     */
    public MatchResult awaitLog(Pattern line, Duration limit) {
        return await(() -> line.matcher(read(log)).results().findFirst(), limit);
    }

    private <T> T await(Supplier<Optional<T>> look, Duration limit) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadlineNanos < 0) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.orElseThrow();
            }
            if (endsWithin(LOOK_EVERY)) {
                throw ended();
            }
        }
        throw BoxerException.capacity(
                "%s did not say that it is ready within %d s; its log: %s", name, limit.toSeconds(), log);
    }

    /** Only whole lines count: the last one may still be in the making. */
    static Optional<Ready> readyIn(String printed) {
        return printed.substring(0, printed.lastIndexOf('\n') + 1)
                .lines()
                .map(Ready::parse)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoxerException.user("interrupted while %s was starting", name);
        }
    }

    private BoxerException ended() {
        return BoxerException.user("%s ended while it was starting: %s%n  its log: %s", name, lastWords(), log);
    }

    private String lastWords() {
        List<String> lines = read(log).lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.startsWith("error: "))
                .map(line -> line.substring("error: ".length()))
                .findFirst()
                .orElseGet(() -> lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
