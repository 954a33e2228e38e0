// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.tpcds.report.Timeline.Lane;
import io.boxer.tpcds.report.Timeline.Span;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * How many spot nodes served while the queries ran. Immutable.
 *
 * @param atStart when the first query began
 * @param launched in all, those at the start among them
 */
public record Fleet(long atStart, long fewest, long most, long launched) {
    private static final String SERVES = "ACTIVE";

    /** Counted at the start of the first query and at each moment at which a node began or ceased to serve. */
    static Fleet of(Timeline timeline) {
        List<Lane> spot = timeline.nodes().stream()
                .filter(lane -> lane.pool().startsWith("spot"))
                .toList();
        long[] counts = DoubleStream.concat(
                        DoubleStream.of(0),
                        spot.stream()
                                .flatMap(lane -> lane.states().stream())
                                .mapToDouble(Span::fromSeconds)
                                .filter(at -> at > 0 && at < timeline.endSeconds()))
                .mapToLong(at -> serving(spot, at))
                .toArray();
        LongSummaryStatistics all = LongStream.of(counts).summaryStatistics();
        return new Fleet(counts[0], all.getMin(), all.getMax(), spot.size());
    }

    private static long serving(List<Lane> lanes, double at) {
        return lanes.stream()
                .filter(lane -> lane.states().stream()
                        .anyMatch(span ->
                                span.state().equals(SERVES) && span.fromSeconds() <= at && at < span.toSeconds()))
                .count();
    }
}
