// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node that a test has started: boxer-init, and what stands behind it. Its output goes to two files. Confined to the thread
 * of the test.
 */
final class GuestNode {
    private static final int SHOWN = 3000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process init;
    private final Path out;
    private final Path err;

    /** What a program has said and how it ended. */
    record Result(int code, String out, String err) {
        /** Fails with all that it said if it did not end well. */
        Result succeeded() {
            assertThat(code).as("out: %s%nerr: %s", out, err).isZero();
            return this;
        }
    }

    GuestNode(Process init, Path out, Path err) {
        this.init = init;
        this.out = out;
        this.err = err;
    }

    /** boxer-init. */
    long pid() {
        return init.pid();
    }

    boolean isAlive() {
        return init.isAlive();
    }

    OutputStream stdin() {
        return init.getOutputStream();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Waits until the program has printed this, on either stream. */
    GuestNode awaitSaid(String regex) {
        return awaitSaid(regex, PATIENCE);
    }

    /** The same for a program that takes longer. */
    GuestNode awaitSaid(String regex, Duration patience) {
        Pattern pattern = Pattern.compile(regex);
        try {
            await().pollInterval(Duration.ofMillis(20)).atMost(patience).until(() -> said(pattern) || !init.isAlive());
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError("'%s' was not said; %s".formatted(regex, words()), late);
        }
        assertThat(said(pattern))
                .as("'%s' was said before the end; %s", regex, words())
                .isTrue();
        return this;
    }

    private boolean said(Pattern pattern) {
        return pattern.matcher(out()).find() || pattern.matcher(err()).find();
    }

    private String words() {
        return "out: %s%nerr: %s".formatted(end(out()), end(err()));
    }

    private static String end(String text) {
        return text.length() < SHOWN ? text : "…" + text.substring(text.length() - SHOWN);
    }

    /** Sends the signal to boxer-init. */
    void signal(String name) {
        signal(pid(), name);
    }

    static void signal(long pid, String name) {
        try {
            // the shell's own kill: the program of that name is not on every machine
            new ProcessBuilder("/bin/sh", "-c", "kill -\"$0\" \"$1\"", name, Long.toString(pid))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The supervisor, told by its class path. */
    ProcessHandle supervisor() {
        return children().filter(GuestNode::isSupervisor).findFirst().orElseThrow();
    }

    /** The program, as boxer-init started it. */
    ProcessHandle program() {
        return children()
                .filter(child -> !isSupervisor(child) && !isCoordinator(child))
                .findFirst()
                .orElseThrow();
    }

    private Stream<ProcessHandle> children() {
        return init.toHandle().children();
    }

    private static boolean isSupervisor(ProcessHandle process) {
        return words(process).contains("supervisor") && words(process).contains("io.boxer.cli.BoxerCli");
    }

    private static boolean isCoordinator(ProcessHandle process) {
        return words(process).contains("coordinator") && words(process).contains("io.boxer.cli.BoxerCli");
    }

    private static List<String> words(ProcessHandle process) {
        return List.of(
                read(Path.of("/proc", Long.toString(process.pid()), "cmdline")).split("\0", -1));
    }

    /** Waits for the end. */
    Result ended() {
        return ended(PATIENCE);
    }

    /** The same for a program that takes longer. */
    Result ended(Duration patience) {
        try {
            assertThat(init.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended; %s", words())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new Result(init.exitValue(), out(), err());
    }

    /** Asks it to end, and waits for that. */
    Result stop() {
        signal("TERM");
        return ended();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
