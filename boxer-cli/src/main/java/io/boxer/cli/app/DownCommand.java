// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cli.Console;
import io.boxer.compose.app.LocalApp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code boxer down}. Confined to the main thread. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End an application: the services that depend on others first. Nothing stays but its logs.")
public final class DownCommand implements Callable<Integer> {
    @Mixin
    private AppTarget target = new AppTarget();

    @Override
    public Integer call() {
        Console console = target.console(false);
        LocalApp app = target.app();
        LocalApp.Ended ended = app.end();
        if (ended.wasKilled()) {
            console.say("its daemon was killed before; %d nodes that it had left are ended", ended.leftovers());
        }
        console.say(
                "application '%s' is down; its logs stay in %s",
                app.directory().name(), app.directory().logs());
        return 0;
    }
}
