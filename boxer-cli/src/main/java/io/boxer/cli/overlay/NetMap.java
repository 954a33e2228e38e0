// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import io.boxer.cli.Columns;
import io.boxer.common.BoxerException;
import io.boxer.overlay.Member;
import io.boxer.overlay.explain.OverlayObserver;
import io.boxer.overlay.explain.PathReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boxer net map}. Confined to the main thread. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show the paths between all nodes: who connects on the left, to whom above.")
public final class NetMap implements Callable<Integer> {
    @Mixin
    private OverlayTarget target = new OverlayTarget();

    @Option(names = "--measure", description = "Measure each path too, one after the other: about a second each.")
    private boolean measured;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (OverlayObserver observer = target.observe()) {
            List<Member> members = observer.members();
            List<Object> all = new ArrayList<>();
            var console = target.console(json);
            var screen = console.screen();
            List<List<String>> rows = new ArrayList<>();
            rows.add(heading(members));
            for (Member from : members) {
                List<String> row = new ArrayList<>(List.of(from.name().value()));
                for (Member to : members) {
                    if (from.equals(to)) {
                        row.add("-");
                        continue;
                    }
                    screen.draw(List.of("asking: %s -> %s".formatted(from.name(), to.name())));
                    row.add(cell(observer, from, to, all));
                }
                rows.add(row);
            }
            screen.clear();
            Columns.lines(rows).forEach(line -> console.say("%s", line));
            console.json(all);
        }
        return 0;
    }

    private static List<String> heading(List<Member> members) {
        List<String> heading = new ArrayList<>(List.of(""));
        members.forEach(member -> heading.add(member.name().value()));
        return heading;
    }

    /** A node that cannot be asked does not hide the others. */
    private String cell(OverlayObserver observer, Member from, Member to, List<Object> all) {
        try {
            PathReport report = observer.explain(from, to, measured);
            all.add(PathWords.json(report));
            String result = report.measured()
                    .map(found -> " (" + PathWords.of(found) + ")")
                    .orElse(report.trouble().isEmpty() ? "" : " (not measured)");
            return report.way() + result;
        } catch (BoxerException away) {
            return "?";
        }
    }
}
