// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that the benchmark has started; both its streams go to one file. Closed, it has ended, and what it had started too.
 * Confined to the benchmark's thread.
 */
final class Started implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long GRACE_SECONDS = 5;
    private static final int SHOWN = 600;

    private final List<String> command;
    private final Process process;
    private final Path log;

    private Started(List<String> command, Process process, Path log) {
        this.command = command;
        this.process = process;
        this.log = log;
    }

    /** @throws BoxerException USER if it cannot be run */
    static Started start(List<String> command, Map<String, String> environment, Path log) {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeAll(List.of("BOXER_NODE", "LD_PRELOAD"));
            builder.environment().putAll(environment);
            return new Started(command, builder.start(), log);
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER, "%s cannot be run: %s".formatted(command.get(0), cannot.getMessage()), cannot);
        }
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until it has printed this.
     *
     * @throws BoxerException if it ends before, or has not within a minute, with its last words
     */
    MatchResult awaitSaid(Pattern pattern) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<MatchResult> found = pattern.matcher(said()).results().findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (endsWithin(LOOK_EVERY) || System.nanoTime() - deadlineNanos > 0) {
                throw BoxerException.peer("%s did not say '%s': %s", shortLine(), pattern, lastWords());
            }
        }
    }

    /**
     * Waits for its end.
     *
     * @return what it has printed
     * @throws BoxerException if it fails, or runs for longer than {@code limit}
     */
    String output(Duration limit) {
        if (!endsWithin(limit)) {
            close();
            throw BoxerException.peer("%s did not end within %d s: %s", shortLine(), limit.toSeconds(), lastWords());
        }
        if (process.exitValue() != 0) {
            throw BoxerException.peer("%s ended with %d: %s", shortLine(), process.exitValue(), lastWords());
        }
        return said();
    }

    private boolean endsWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw BoxerException.user("interrupted while %s was running", shortLine());
        }
    }

    private String said() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException none) {
            return "";
        }
    }

    private String shortLine() {
        String line = String.join(" ", command);
        return line.length() < SHOWN ? line : "…" + line.substring(line.length() - SHOWN);
    }

    private String lastWords() {
        String said = said().strip();
        return said.length() < SHOWN ? said : "…" + said.substring(said.length() - SHOWN);
    }

    /** Ends it as nobody expects (SIGKILL), and waits for that. */
    void kill() {
        process.destroyForcibly();
        endsWithin(Duration.ofSeconds(GRACE_SECONDS));
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        if (!endsWithin(Duration.ofSeconds(GRACE_SECONDS))) {
            process.destroyForcibly();
        }
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        endsWithin(Duration.ofSeconds(GRACE_SECONDS));
    }
}
