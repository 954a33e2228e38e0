// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.overlay.explain.OverlayObserver;
import io.boxer.overlay.explain.PathReport;
import io.boxer.overlay.explain.Way;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boxer net explain}. Confined to the main thread. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Say which path a connection from one node to another takes, why, and how fast it is.",
        footer = {"", "Exit code 1: there is no path, or it could not be measured."})
public final class NetExplain implements Callable<Integer> {
    @Mixin
    private OverlayTarget target = new OverlayTarget();

    @Parameters(index = "0", paramLabel = "FROM", description = "Name of the node that connects.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Name of the node that it connects to.")
    private String to = "";

    @Option(names = "--no-measure", description = "Do not measure: nothing is sent between the two.")
    private boolean unmeasured;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        BoxerException.require(
                !from.equals(to), "'%s' is both ends: a node reaches itself at 127.0.0.1; name two nodes", from);
        try (OverlayObserver observer = target.observe()) {
            PathReport report = observer.explain(observer.member(from), observer.member(to), !unmeasured);
            say(target.console(json), report);
            return report.way() == Way.NONE || !report.trouble().isEmpty() ? 1 : 0;
        }
    }

    private static void say(Console console, PathReport report) {
        console.say("%s -> %s: %s", report.from(), report.to(), report.way());
        report.reasons().forEach(reason -> console.say("  %s", reason));
        report.measured()
                .ifPresent(
                        measured -> console.say("  %s, measured between the two supervisors", PathWords.of(measured)));
        if (!report.trouble().isEmpty()) {
            console.say("  not measured: %s", report.trouble());
        }
        console.json(PathWords.json(report));
    }
}
