// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.Ending;
import io.boxer.common.process.ProcessId;
import io.boxer.common.process.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An application of this machine from the outside: finds its daemon, starts it, ends it, clears up after one that was killed.
 * Thread-safe: two commands that change something wait for each other.
 */
public record LocalApp(AppDirectory directory) {
    /** So that boxer-init does not take it for a descendant of its guest, where boxer up runs in one. */
    private static final Map<String, String> ENVIRONMENT = Map.of("BOXER_DAEMON", "app", "BOXER_NODE", "");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LEFTOVERS_PATIENCE = Duration.ofSeconds(10);

    /** Every node has its own grace; nobody's is longer than a day. */
    private static final Duration END_PATIENCE = Duration.ofDays(1);

    /**
     * What {@link #end} and {@link #clearUp} found.
     *
     * @param wasKilled the daemon was gone already, and had left nodes or files
     * @param leftovers boxer-inits that it had left
     */
    public record Ended(boolean wasKilled, int leftovers) {}

    /** The application, if its daemon lives. */
    public Optional<AppState> running() {
        return directory.state().filter(AppState::isAlive);
    }

    /** Whether something is written down of a daemon that does not live. */
    public boolean isKilled() {
        return directory.state().filter(state -> !state.isAlive()).isPresent();
    }

    /**
     * The daemon that runs; started first if none does.
     *
     * @param command makes the daemon's command line
     * @throws BoxerException if it cannot be started, with its last words
     */
    public AppState findOrStart(Path file, Path keyFile, Function<RunId, List<String>> command) {
        return directory.alone(() -> running().orElseGet(() -> {
            clearUpAlone();
            return start(file, keyFile, command);
        }));
    }

    private AppState start(Path file, Path keyFile, Function<RunId, List<String>> command) {
        RunId run = RunId.random();
        var process = DaemonProcess.start("app", command.apply(run), ENVIRONMENT, directory.path());
        var ready = process.awaitReady(START_LIMIT);
        var state = new AppState(
                directory.name(),
                process.id().pid(),
                process.id().startTicks(),
                ready.admin().toString(),
                run.value(),
                file.toString(),
                keyFile.toString());
        directory.write(state);
        return state;
    }

    /**
     * Ends it: nodes in order, then the daemon; returns when nothing is left but logs.
     *
     * @throws BoxerException USER if it is not up
     */
    public Ended end() {
        return directory.alone(() -> {
            if (directory.state().isEmpty()) {
                throw BoxerException.user("application '%s' is not up; boxer up starts it", directory.name());
            }
            return endAlone();
        });
    }

    /** The same, but it need not be up. Waits for whoever is just starting it. */
    public void endIfUp() {
        directory.alone(this::endAlone);
    }

    private Ended endAlone() {
        Optional<AppState> alive = running();
        alive.ifPresent(state -> Ending.end(List.of(state.process()), END_PATIENCE));
        Ended rest = clearUpAlone();
        return alive.isPresent() ? new Ended(false, 0) : rest;
    }

    /** Ends what a daemon that was killed has left, if one has. */
    public Ended clearUp() {
        return directory.alone(() -> isKilled() ? clearUpAlone() : new Ended(false, 0));
    }

    private Ended clearUpAlone() {
        Optional<AppState> state = directory.state();
        if (state.isEmpty()) {
            return new Ended(false, 0);
        }
        List<ProcessId> left = state.get().runId().processes();
        List<ProcessId> inits = left.stream()
                .filter(process -> process.commandLine().get(0).endsWith("/boxer-init"))
                .toList();
        // each passes SIGTERM on to its program, and ends what that leaves
        Ending.end(inits, LEFTOVERS_PATIENCE);
        Ending.end(
                Stream.concat(left.stream(), state.get().runId().processes().stream())
                        .distinct()
                        .toList(),
                LEFTOVERS_PATIENCE);
        directory.forget();
        return new Ended(true, inits.size());
    }
}
