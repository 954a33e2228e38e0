// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.RunReport.QueryRow;
import io.boxer.tpcds.report.RunReport.SparkFigures;
import io.boxer.tpcds.report.RunReport.StoreFigures;
import io.boxer.tpcds.report.RunReport.Times;
import io.boxer.tpcds.report.Timeline.Flow;
import io.boxer.tpcds.report.Timeline.Lane;
import io.boxer.tpcds.report.Timeline.Mark;
import io.boxer.tpcds.report.Timeline.Sample;
import io.boxer.tpcds.report.Timeline.Span;
import java.util.List;
import java.util.Map;

/** A made-up run for tests of its report. */
final class SampleRun {
    private static final long MIB = 1 << 20;

    private SampleRun() {}

    static RunReport good() {
        return run(true, new QueryRow("q93", 12, 8, 100, true, "exact", ""));
    }

    static RunReport withWrongAnswer() {
        return run(false, new QueryRow("q93", 12, 8, 99, false, "", "99 rows, the reference has 100 <here>"));
    }

    private static RunReport run(boolean ok, QueryRow second) {
        return new RunReport(
                ok,
                1,
                20261124,
                "store",
                "",
                List.of(new QueryRow("q95", 0, 11, 1, true, "double", ""), second),
                List.of(
                        new Preemption(
                                "spot-1",
                                "notice",
                                3,
                                20,
                                144 * MIB,
                                151,
                                144 * MIB,
                                0,
                                0,
                                2.1,
                                41,
                                7,
                                Map.of("spot-2", 144 * MIB)),
                        new Preemption("spot-2", "kill", 14, 0, 96 * MIB, 96, 0, 96 * MIB, 96, 0, -1, -1, Map.of())),
                new SparkFigures("4.1.3", 112, 3, 1, 7),
                new StoreFigures(1250 * MIB, 1400 * MIB, 40, 300 * MIB, 12, 3, true),
                new Times(20, 15, 0),
                new Cost(0.0024, 0.0012, 50, List.of("stable: 1 node of m6i.large, 20.0 node-seconds")),
                new Timeline(
                        20,
                        List.of(
                                new Lane("stable-1", "stable", List.of(new Span("ACTIVE", -4, 20))),
                                new Lane(
                                        "spot-1",
                                        "spot",
                                        List.of(
                                                new Span("ACTIVE", -4, 3),
                                                new Span("DRAINING", 3, 5.1),
                                                new Span("GONE", 5.1, 20))),
                                new Lane(
                                        "spot-2",
                                        "spot",
                                        List.of(new Span("ACTIVE", -4, 14), new Span("DEAD", 14, 20)))),
                        List.of(
                                new Mark("spot-1", "notice", 3, "notice, 20 s"),
                                new Mark("spot-2", "kill", 14, "killed")),
                        List.of(new Flow("spot-1", "spot-2", 3, 5.1, 144 * MIB)),
                        List.of(new Sample(0, 0), new Sample(6, 300 * MIB), new Sample(20, 10 * MIB))),
                Map.of("cores", "2"));
    }
}
