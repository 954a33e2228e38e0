// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts tasks and what was done twice. Knows nothing of Spark's classes; stages of a shuffle are told apart from result
 * stages by their shuffle id, since one shuffle may be computed by stages of several ids. Confined to the listener bus,
 * except {@link #totals}, which is for after its end.
 */
final class TaskCounts {
    static final int NO_SHUFFLE = -1;

    /** @param query the job group that the stage was submitted in */
    record Stage(String query, int shuffle) {}

    private static final class Query {
        private int done;
        private int total;
    }

    private final Map<Integer, Stage> stages = new HashMap<>();
    private final Map<Integer, BitSet> mapOutputs = new HashMap<>();
    private final Map<String, Query> queries = new HashMap<>();
    private long tasks;
    private long failedTasks;
    private long retriedStages;
    private long recomputedTasks;
    private long shuffleBytesRead;

    DriverEvent.Progress stageSubmitted(int stageId, int attempt, int taskCount, Stage stage) {
        stages.put(stageId, stage);
        if (attempt > 0 || mapOutputs.containsKey(stage.shuffle())) {
            retriedStages++;
        }
        Query query = query(stage.query());
        query.total += taskCount;
        return new DriverEvent.Progress(stage.query(), query.done, query.total);
    }

    DriverEvent.Progress taskSucceeded(int stageId, int partition) {
        tasks++;
        Stage stage = stages.getOrDefault(stageId, new Stage("", NO_SHUFFLE));
        if (stage.shuffle() != NO_SHUFFLE) {
            BitSet outputs = mapOutputs.computeIfAbsent(stage.shuffle(), id -> new BitSet());
            if (outputs.get(partition)) {
                recomputedTasks++;
            }
            outputs.set(partition);
        }
        Query query = query(stage.query());
        query.done++;
        return new DriverEvent.Progress(stage.query(), query.done, query.total);
    }

    void taskFailed() {
        failedTasks++;
    }

    void shuffleRead(long bytes) {
        shuffleBytesRead += bytes;
    }

    DriverEvent.Spark totals(String version) {
        return new DriverEvent.Spark(version, tasks, failedTasks, retriedStages, recomputedTasks, shuffleBytesRead);
    }

    private Query query(String name) {
        return queries.computeIfAbsent(name, unused -> new Query());
    }
}
