// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.RunReport.QueryRow;
import io.boxer.tpcds.report.RunReport.StoreFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the figures of a report come from, in sentences with the numbers in them. Stateless. */
final class Figures {
    private Figures() {}

    static List<String> time(RunReport run) {
        double inQueries = run.queries().stream().mapToDouble(QueryRow::seconds).sum();
        return List.of(
                line(
                        "%.1f s from the start of the first query to the end of the last; %.1f s of it in queries, the rest in verification and planning between them.",
                        run.time().seconds(), inQueries),
                line(
                        "Before that: %.1f s for the data and its reference answers (0 when cached), %.1f s to start the cluster and Spark.",
                        run.time().dataSeconds(), run.time().startSeconds()));
    }

    static List<String> bytes(RunReport run) {
        StoreFigures store = run.store();
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "%s written and %s read by Spark's tasks, in %d files; at most %s in the store at one time (sampled from the namenode).",
                Bytes.text(store.bytesWritten()),
                Bytes.text(store.bytesRead()),
                store.files(),
                Bytes.text(store.peakBytes())));
        lines.add(
                store.redirects() < 0
                        ? "Redirects and retries happen in Spark's executors; the driver ended before it could tell them."
                        : line(
                                "%d reads or writes were sent on to the node a block had moved to, %d attempts had no answer or were told to come again. Counted by the store's clients in the executors, those that died included%s.",
                                store.redirects(),
                                store.retries(),
                                store.countsComplete() ? "" : "; at least, since one did not report at the end"));
        if (run.preemptions().stream().anyMatch(one -> one.longestReadMillis() >= 0)) {
            lines.add(
                    "Longest read and write: of one block each, from the first attempt to the last byte or acknowledgement, in the intervals of about a second that touch the drain or the kill; what else the machine did then is in it.");
        }
        Fleet fleet = Fleet.of(run.timeline());
        if (fleet.launched() > 0) {
            lines.add(line(
                    "Spot nodes serving: %d when the first query began, between %d and %d until the last one ended; %d were launched in all. The spot manager launches them to replace those that go and before the store is full, and ends those that are not needed.",
                    fleet.atStart(), fleet.fewest(), fleet.most(), fleet.launched()));
        }
        for (Preemption one : run.preemptions()) {
            lines.add(line(
                    "%s (%s): %s at the notice = %s moved + %s lost + what Spark deleted meanwhile.",
                    one.node(),
                    one.kind(),
                    Bytes.text(one.bytesAtNotice()),
                    Bytes.text(one.bytesMoved()),
                    Bytes.text(one.bytesLost())));
        }
        return lines;
    }

    static List<String> spark(RunReport run) {
        return List.of(line(
                "%d tasks succeeded, %d failed; %d stage attempts beyond the first of their stage; %d map tasks ran again because their output was gone. Counted by a listener in the driver.",
                run.spark().tasks(),
                run.spark().failedTasks(),
                run.spark().retriedStages(),
                run.spark().recomputedTasks()));
    }

    static List<String> verification() {
        return List.of(
                "Reference: DuckDB over the same Parquet files. Same number of rows and columns, then equality of the rows.",
                "exact: equal and in the same order. set: equal as a multiset (no total order asked for). double: equal but for cells that DuckDB computes in DOUBLE and Spark in DECIMAL, within half of the last digit. ties: rows that tie at a LIMIT may differ.");
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
