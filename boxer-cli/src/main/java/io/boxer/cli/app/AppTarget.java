// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.ClusterKey;
import io.boxer.compose.app.AppDirectory;
import io.boxer.compose.app.AppState;
import io.boxer.compose.app.AppStatus;
import io.boxer.compose.app.LocalApp;
import io.boxer.compose.file.ApplicationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which application a command is about: {@code --app}, else that of ./boxer.yaml, else the only one there is. */
public final class AppTarget {
    private static final Path USUAL_FILE = Path.of("boxer.yaml");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "Which application. Default: that of ./boxer.yaml, else the only one that is up.")
    private Optional<String> name = Optional.empty();

    Console console(boolean json) {
        return new Console(spec, json);
    }

    AppDirectory directory() {
        return AppDirectory.of(name.orElseGet(AppTarget::usualName), System.getenv());
    }

    LocalApp app() {
        return new LocalApp(directory());
    }

    private static String usualName() {
        if (Files.exists(USUAL_FILE)) {
            return ApplicationFile.nameIn(USUAL_FILE);
        }
        List<AppDirectory> all = AppDirectory.list(System.getenv());
        BoxerException.require(
                !all.isEmpty(), "no application is up and ./boxer.yaml is not there; boxer up FILE starts one");
        BoxerException.require(
                all.size() == 1,
                "which application? --app NAME, one of %s",
                String.join(", ", all.stream().map(AppDirectory::name).toList()));
        return all.get(0).name();
    }

    /**
     * The application that runs. What a daemon that was killed has left is ended first.
     *
     * @throws BoxerException USER if it is not up
     */
    AppState running() {
        LocalApp app = app();
        String named = app.directory().name();
        if (app.isKilled()) {
            int left = app.clearUp().leftovers();
            throw BoxerException.user(
                    "the daemon of application '%s' was killed; %d nodes that it left are ended now; logs: %s%n"
                            + "  boxer up starts it again",
                    named, left, app.directory().logs());
        }
        return app.running()
                .orElseThrow(() -> BoxerException.user("application '%s' is not up; boxer up starts it", named));
    }

    static AdminClient client(AppState state) {
        return new AdminClient(state.adminAddress(), ClusterKey.loadOrCreate(Path.of(state.keyFile())));
    }

    static AppStatus status(AdminClient client) {
        return client.get("/v1/status", AppStatus.class);
    }
}
