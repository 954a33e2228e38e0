// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.common.admin.AdminClient;
import io.boxer.compose.app.AppRequests;
import io.boxer.compose.app.AppStatus;
import io.boxer.compose.app.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code boxer scale}. Confined to the main thread. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description =
                "Run so many nodes of a service, until boxer up reads the file again; the highest numbers go first.")
public final class ScaleCommand implements Callable<Integer> {
    private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9-]*)=(\\d{1,4})");

    @Mixin
    private AppTarget target = new AppTarget();

    @Parameters(paramLabel = "SERVICE=N", arity = "1..*", description = "Such as web=3.")
    private List<String> wanted = List.of();

    @Override
    public Integer call() {
        Map<String, Integer> scales = new LinkedHashMap<>();
        for (String text : wanted) {
            var form = FORM.matcher(text);
            BoxerException.require(form.matches(), "'%s' is not SERVICE=N; write web=3, say", text);
            scales.put(form.group(1), Integer.parseInt(form.group(2)));
        }
        AdminClient client = AppTarget.client(target.running());
        Console console = target.console(false);
        List<String> unchanged = new ArrayList<>();
        scales.forEach((service, replicas) -> {
            Change change =
                    client.post("/v1/services/" + service + "/scale", new AppRequests.Scale(replicas), Change.class);
            unchanged.addAll(change.unchanged());
            say(console, "starting", change.started());
            say(console, "stopping", change.stopped());
            if (change.isNone()) {
                console.say("%s has %d already", service, replicas);
            }
        });
        AppStatus status = new UpWait(console.screen(), client, unchanged).untilSettled();
        NodeTable.lines(status).forEach(line -> console.say("%s", line));
        return 0;
    }

    private static void say(Console console, String what, List<String> nodes) {
        if (!nodes.isEmpty()) {
            console.say("%s %s", what, String.join(", ", nodes));
        }
    }
}
