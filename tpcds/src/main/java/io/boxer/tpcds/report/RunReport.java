// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known about a finished run: the form of {@code report.json}. Times are seconds since the first query
 * could start, unless the name says otherwise. Immutable.
 *
 * @param ok every selected query ran and its answer was verified
 * @param scale TPC-DS scale factor
 * @param shuffle {@code store} or {@code spark}
 * @param seed of the interruptions
 * @param failure why the run as a whole ended early; empty if it did not
 */
@JsonPropertyOrder({"ok", "scale", "seed", "shuffle", "failure"})
public record RunReport(
        boolean ok,
        double scale,
        long seed,
        String shuffle,
        String failure,
        List<QueryRow> queries,
        List<Preemption> preemptions,
        SparkFigures spark,
        StoreFigures store,
        Times time,
        Cost cost,
        Timeline timeline,
        Map<String, String> machine) {
    /** Of what nobody counted. */
    public static final long NOT_KNOWN = -1;

    public RunReport {
        queries = List.copyOf(queries);
        preemptions = List.copyOf(preemptions);
        machine = Map.copyOf(machine);
    }

    public long verified() {
        return queries.stream().filter(QueryRow::verified).count();
    }

    /** Those of one kind: {@code notice}, {@code rebalance} or {@code kill}. */
    public List<Preemption> preemptions(String kind) {
        return preemptions.stream()
                .filter(preemption -> preemption.kind().equals(kind))
                .toList();
    }

    /**
     * A query of the run.
     *
     * @param startSeconds when it began
     * @param seconds how long it took, verification not counted
     * @param rule by which the answer was found right: {@code exact}, {@code set}, {@code double}, {@code ties}
     * @param error empty if there was none
     */
    public record QueryRow(
            String name, double startSeconds, double seconds, long rows, boolean verified, String rule, String error) {
        public double endSeconds() {
            return startSeconds + seconds;
        }
    }

    /**
     * A node that was taken, or was told that it might be.
     *
     * @param kind {@code notice}, {@code rebalance} or {@code kill}
     * @param noticeSeconds between the notice and the end of the node; 0 for a kill and for a recommendation
     * @param drainSeconds 0 if there was no drain
     * @param longestReadMillis longest wait of a reader of the store in the intervals, of about a second each, that touch
     *     the drain or the kill; 0 if none took a millisecond, -1 if not known
     * @param longestWriteMillis the same for writers
     * @param targets bytes moved to each node
     */
    public record Preemption(
            String node,
            String kind,
            double atSeconds,
            double noticeSeconds,
            long bytesAtNotice,
            long blocksAtNotice,
            long bytesMoved,
            long bytesLost,
            long blocksLost,
            double drainSeconds,
            long longestReadMillis,
            long longestWriteMillis,
            Map<String, Long> targets) {
        public Preemption {
            targets = Map.copyOf(targets);
        }

        /** The same with what readers and writers waited. */
        public Preemption withLongest(long readMillis, long writeMillis) {
            return new Preemption(
                    node,
                    kind,
                    atSeconds,
                    noticeSeconds,
                    bytesAtNotice,
                    blocksAtNotice,
                    bytesMoved,
                    bytesLost,
                    blocksLost,
                    drainSeconds,
                    readMillis,
                    writeMillis,
                    targets);
        }
    }

    /**
     * What Spark's scheduler counted.
     *
     * @param retriedStages attempts of stages beyond the first
     * @param recomputedTasks map tasks that ran again because their output was gone
     */
    public record SparkFigures(
            String version, long tasks, long failedTasks, long retriedStages, long recomputedTasks) {}

    /**
     * All zero when the run used Spark's own shuffle.
     *
     * @param files written by the queries and still there at the end
     * @param redirects reads and writes that were sent on to where a block had moved; -1 if the driver did not tell
     * @param retries attempts that ended without an answer, or with "again"; -1 if the driver did not tell
     * @param countsComplete every live executor told its last counts; else both are lower bounds
     */
    public record StoreFigures(
            long bytesWritten,
            long bytesRead,
            long files,
            long peakBytes,
            long redirects,
            long retries,
            boolean countsComplete) {}

    /**
     * Where the time went.
     *
     * @param seconds from the start of the first query to the end of the last
     * @param startSeconds to start the cluster and Spark
     * @param dataSeconds to generate or check the data
     */
    public record Times(double seconds, double startSeconds, double dataSeconds) {}
}
