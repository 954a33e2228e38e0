// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cli.BoxerCli;
import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import io.boxer.common.security.KeyFile;
import io.boxer.compose.app.AppDirectory;
import io.boxer.compose.app.AppRequests;
import io.boxer.compose.app.AppState;
import io.boxer.compose.app.AppStatus;
import io.boxer.compose.app.Change;
import io.boxer.compose.app.LocalApp;
import io.boxer.compose.file.ApplicationFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code boxer up}. Confined to the main thread. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Start the services of a boxer.yaml as nodes of one overlay, and wait until all are ready; if they are"
                        + " up, apply what has changed in the file.",
        footer = {"", "docs/compose.md describes the file. Exit code 1: a service did not become ready."})
public final class UpCommand implements Callable<Integer> {
    private static final List<String> DAEMON_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-Xss512k", "-Xshare:auto");

    /** From the launcher, for the nodes. */
    private static final String SUPERVISOR_FLAGS = "boxer.supervisor-flags";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Default: ${DEFAULT-VALUE}.")
    private Path file = Path.of("boxer.yaml");

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ApplicationFile read = ApplicationFile.read(file);
        String tools = Optional.ofNullable(System.getProperty("boxer.build"))
                .orElseThrow(() -> BoxerException.user("boxer.build is not set; start Boxer by its launcher ./boxer"));
        var app = new LocalApp(AppDirectory.of(read.application().name(), System.getenv()));
        var console = new Console(spec, json);
        boolean wasKilled = app.isKilled();
        boolean fresh = app.running().isEmpty();
        try (var undo = new Undo(app, fresh)) {
            if (wasKilled) {
                console.say("its daemon was killed; what it had left is ended first");
            }
            Path keyFile =
                    KeyFile.choose(Optional.empty(), System.getenv(), "default").path();
            AppState state = app.findOrStart(
                    read.path(), keyFile, run -> daemon(read.application().name(), run, keyFile, tools));
            AdminClient client = AppTarget.client(state);
            var change = client.post(
                    "/v1/application",
                    new AppRequests.Apply(read.json(), read.path().toString()),
                    Change.class);
            if (!fresh) {
                say(console, read.application().name(), change);
            }
            AppStatus status = new UpWait(console.screen(), client, change.unchanged()).untilSettled();
            undo.keep();
            report(console, status);
        }
        return 0;
    }

    private static List<String> daemon(String name, RunId run, Path keyFile, String tools) {
        List<String> flags = new ArrayList<>(DAEMON_FLAGS);
        flags.add("-D" + SUPERVISOR_FLAGS + "=" + System.getProperty(SUPERVISOR_FLAGS, ""));
        return JavaProgram.current(BoxerCli.class.getName())
                .command(
                        RunId.random(),
                        flags,
                        List.of(
                                "app",
                                "--name",
                                name,
                                "--run",
                                run.value(),
                                "--key-file",
                                keyFile.toString(),
                                "--tools",
                                tools));
    }

    private static void say(Console console, String name, Change change) {
        if (change.isNone()) {
            console.say("application '%s' is up, and nothing has changed in the file", name);
            return;
        }
        sayNodes(console, "started", change.started());
        sayNodes(console, "restarted", change.restarted());
        sayNodes(console, "updated without a restart", change.updated());
        sayNodes(console, "stopped", change.stopped());
        if (change.ports()) {
            console.say("other ports are published");
        }
    }

    private static void sayNodes(Console console, String what, List<String> nodes) {
        if (!nodes.isEmpty()) {
            console.say("%s: %s", what, String.join(", ", nodes));
        }
    }

    private static void report(Console console, AppStatus status) {
        console.json(status);
        NodeTable.lines(status).forEach(line -> console.say("%s", line));
        NodeTable.ports(status).forEach(line -> console.say("%s", line));
        String node = status.nodes().isEmpty() ? "NODE" : status.nodes().get(0).name();
        console.say("application '%s' is up; logs: %s", status.app(), status.logs());
        console.say("next: boxer logs -f · boxer exec %s -- COMMAND · boxer ps · boxer down", node);
    }

    /** Ends what this command has started, at Ctrl-C and when it fails, until it is told to keep it. */
    private static final class Undo implements AutoCloseable {
        private final LocalApp app;
        private final AtomicBoolean keep;
        private final Thread hook = new Thread(this::end, "boxer-up-end");

        private Undo(LocalApp app, boolean fresh) {
            this.app = app;
            this.keep = new AtomicBoolean(!fresh);
            Runtime.getRuntime().addShutdownHook(hook);
        }

        private void keep() {
            keep.set(true);
        }

        private void end() {
            if (!keep.getAndSet(true)) {
                app.endIfUp();
            }
        }

        @Override
        public void close() {
            end();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // Ctrl-C: the hook does it
            }
        }
    }
}
