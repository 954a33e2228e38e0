// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.tpcds.report.RunReport.Preemption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The end of a run on the terminal: what went well, what it cost. Stateless. */
public final class SummaryText {
    private SummaryText() {}

    public static List<String> of(RunReport run) {
        List<String> lines = new ArrayList<>();
        lines.add(line("%-60s %s", Verdict.of(run), clock(run.time().seconds())));
        run.queries().stream()
                .filter(query -> !query.verified())
                .forEach(query -> lines.add(line("  %-6s %s", query.name(), query.error())));
        if (!run.failure().isEmpty()) {
            lines.add("  " + run.failure());
        }
        drains(run, "notice", "notices", lines);
        drains(run, "rebalance", "rebalance recommendations", lines);
        kills(run, lines);
        waits(run, lines);
        Fleet fleet = Fleet.of(run.timeline());
        if (fleet.launched() > 0) {
            lines.add(line(
                    " spot nodes   %d at the start, %d to %d while the queries ran, %d in all",
                    fleet.atStart(), fleet.fewest(), fleet.most(), fleet.launched()));
        }
        if (run.cost().onDemandUsd() > 0) {
            Cost cost = run.cost();
            lines.add(line(
                    " cost         $%.4f spot + stable floor, $%.4f all on-demand: %.0f %% less (%s)",
                    cost.spotUsd(), cost.onDemandUsd(), cost.savingPercent(), "how: report"));
        }
        return lines;
    }

    private static void drains(RunReport run, String kind, String name, List<String> lines) {
        List<Preemption> drains = run.preemptions(kind);
        if (drains.isEmpty()) {
            return;
        }
        double longest =
                drains.stream().mapToDouble(Preemption::drainSeconds).max().orElse(0);
        lines.add(line(
                " %-12s %s on the nodes · %s moved · %s lost · longest drain %.1f s",
                drains.size() + " " + (drains.size() == 1 ? name.substring(0, name.length() - 1) : name),
                Bytes.text(drains.stream().mapToLong(Preemption::bytesAtNotice).sum()),
                Bytes.text(drains.stream().mapToLong(Preemption::bytesMoved).sum()),
                Bytes.text(drains.stream().mapToLong(Preemption::bytesLost).sum()),
                longest));
    }

    private static void kills(RunReport run, List<String> lines) {
        List<Preemption> kills = run.preemptions("kill");
        if (!kills.isEmpty()) {
            lines.add(line(
                    " %-12s %s lost · Spark recomputed %d of %d tasks, %d stage attempts more",
                    kills.size() + (kills.size() == 1 ? " kill" : " kills"),
                    Bytes.text(kills.stream().mapToLong(Preemption::bytesLost).sum()),
                    run.spark().recomputedTasks(),
                    run.spark().tasks(),
                    run.spark().retriedStages()));
        }
    }

    private static void waits(RunReport run, List<String> lines) {
        List<Preemption> drains = run.preemptions().stream()
                .filter(one -> !one.kind().equals("kill") && one.longestReadMillis() >= 0)
                .toList();
        if (!drains.isEmpty()) {
            lines.add(line(
                    " stalls       longest read %d ms · longest write %d ms while nodes drained",
                    drains.stream()
                            .mapToLong(Preemption::longestReadMillis)
                            .max()
                            .orElse(0),
                    drains.stream()
                            .mapToLong(Preemption::longestWriteMillis)
                            .max()
                            .orElse(0)));
        }
    }

    static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? line("%d:%02d", whole / 60, whole % 60)
                : line("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
