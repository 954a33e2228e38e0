// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.spot.market.RunProgress;
import io.boxer.tpcds.driver.DriverEvent;
import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.RunReport.QueryRow;
import io.boxer.tpcds.report.RunReport.SparkFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the driver has told so far. Thread-safe. */
final class QueryLog {
    private final List<String> queries;
    private final List<QueryRow> rows = new ArrayList<>();
    private OptionalLong firstNanos = OptionalLong.empty();
    private long lastNanos;
    private String current = "";
    private double currentStart;
    private double currentShare;
    private SparkFigures spark;
    private long bytesRead;
    private final WaitLog waits = new WaitLog();
    private Optional<DriverEvent.Store> store = Optional.empty();

    /**
     * Nothing has been told.
     *
     * @param queries all of the run, in order
     * @param sparkVersion until Spark itself tells its own
     */
    QueryLog(List<String> queries, String sparkVersion) {
        this.queries = List.copyOf(queries);
        this.spark = new SparkFigures(sparkVersion, 0, 0, 0, 0);
    }

    /**
     * Takes an event.
     *
     * @param nowNanos when it came
     * @return the query that has ended with it
     */
    synchronized Optional<QueryRow> onEvent(DriverEvent event, long nowNanos) {
        if (event instanceof DriverEvent.QueryStart start) {
            firstNanos = firstNanos.isPresent() ? firstNanos : OptionalLong.of(nowNanos);
            current = start.name();
            currentStart = seconds(nowNanos);
            currentShare = 0;
        } else if (event instanceof DriverEvent.Progress progress
                && progress.name().equals(current)) {
            currentShare = (double) progress.done() / Math.max(1, progress.total());
        } else if (event instanceof DriverEvent.Waits interval) {
            waits.add(interval);
        } else if (event instanceof DriverEvent.Store counted) {
            waits.counts();
            store = Optional.of(counted);
        } else if (event instanceof DriverEvent.Spark totals) {
            bytesRead = totals.shuffleBytesRead();
            spark = new SparkFigures(
                    totals.version(),
                    totals.tasks(),
                    totals.failedTasks(),
                    totals.retriedStages(),
                    totals.recomputedTasks());
        } else if (event instanceof DriverEvent.QueryEnd end) {
            lastNanos = nowNanos;
            QueryRow row = new QueryRow(
                    end.name(), currentStart, end.seconds(), end.rows(), end.verified(), end.rule(), end.error());
            rows.add(row);
            current = "";
            return Optional.of(row);
        }
        return Optional.empty();
    }

    /** Seconds since the first query began; negative or zero before that. */
    synchronized double seconds(long nowNanos) {
        return firstNanos.isPresent() ? (nowNanos - firstNanos.getAsLong()) / 1e9 : 0;
    }

    synchronized boolean hasBegun() {
        return firstNanos.isPresent();
    }

    /** From the first start to the last end. */
    synchronized double totalSeconds() {
        return rows.isEmpty() ? 0 : seconds(lastNanos);
    }

    synchronized List<QueryRow> rows() {
        return List.copyOf(rows);
    }

    /** By all tasks of Spark; known at the very end. */
    synchronized long bytesRead() {
        return bytesRead;
    }

    /** When the first query began, on the clock of {@link System#nanoTime}; now if none has. */
    synchronized long axisNanos() {
        return firstNanos.orElseGet(System::nanoTime);
    }

    /** What the store's clients counted; known at the very end, and empty with another shuffle. */
    synchronized Optional<DriverEvent.Store> store() {
        return store;
    }

    /** The same preemptions, on the axis that begins with the first query, with the longest waits while they went on. */
    synchronized List<Preemption> withWaits(List<Preemption> preemptions) {
        double axisMillis = System.currentTimeMillis() - (System.nanoTime() - axisNanos()) / 1e6;
        return preemptions.stream().map(one -> waits.with(one, axisMillis)).toList();
    }

    synchronized SparkFigures spark() {
        return spark;
    }

    synchronized RunProgress progress() {
        return new RunProgress(rows.size(), queries.size());
    }

    synchronized boolean isComplete() {
        return rows.size() == queries.size() && rows.stream().allMatch(QueryRow::verified);
    }

    /** The query that runs, how much of it is done, and how long the rest may take; empty between queries. */
    synchronized Optional<Current> current(long nowNanos) {
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Duration elapsed = Duration.ofMillis(Math.round(seconds(nowNanos) * 1000));
        return Optional.of(new Current(
                current,
                currentShare,
                rows.size() + 1,
                queries.size(),
                elapsed,
                new ExpectedTime(queries).left(rows.size(), elapsed)));
    }

    /**
     * The query that runs.
     *
     * @param share of its tasks that are done, of those that are known
     * @param left expected for this query and those after it
     */
    record Current(String name, double share, int number, int of, Duration elapsed, Optional<Duration> left) {}
}
