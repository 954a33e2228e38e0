// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskCountsTest {
    private static final TaskCounts.Stage MAP = new TaskCounts.Stage("q64", 7);
    private static final TaskCounts.Stage RESULT = new TaskCounts.Stage("q64", TaskCounts.NO_SHUFFLE);

    private final TaskCounts counts = new TaskCounts();

    @Test
    void progressGrowsWithTheStagesOfAQuery() {
        counts.stageSubmitted(1, 0, 2, MAP);
        counts.taskSucceeded(1, 0);
        counts.stageSubmitted(2, 0, 3, RESULT);

        assertThat(counts.taskSucceeded(1, 1)).isEqualTo(new DriverEvent.Progress("q64", 2, 5));
        assertThat(counts.stageSubmitted(3, 0, 4, new TaskCounts.Stage("q4", 8)))
                .isEqualTo(new DriverEvent.Progress("q4", 0, 4));
    }

    @Test
    void aMapTaskThatSucceedsAgainIsRecomputed() {
        counts.stageSubmitted(1, 0, 2, MAP);
        counts.taskSucceeded(1, 0);
        counts.taskSucceeded(1, 1);

        counts.stageSubmitted(1, 1, 1, MAP);
        counts.taskSucceeded(1, 1);

        assertThat(counts.totals("4.1.3")).isEqualTo(new DriverEvent.Spark("4.1.3", 3, 0, 1, 1, 0));
    }

    @Test
    void aLaterJobsStageOfTheSameShuffleIsTheSameWorkUnderAnotherId() {
        counts.stageSubmitted(1, 0, 1, MAP);
        counts.taskSucceeded(1, 0);

        counts.stageSubmitted(5, 0, 1, MAP);
        counts.taskSucceeded(5, 0);

        assertThat(counts.totals("4.1.3")).isEqualTo(new DriverEvent.Spark("4.1.3", 2, 0, 1, 1, 0));
    }

    @Test
    void resultTasksAreNeverRecomputedOutputs() {
        counts.stageSubmitted(1, 0, 1, RESULT);
        counts.taskSucceeded(1, 0);
        counts.stageSubmitted(2, 0, 1, RESULT);
        counts.taskSucceeded(2, 0);
        counts.taskFailed();

        assertThat(counts.totals("4.1.3")).isEqualTo(new DriverEvent.Spark("4.1.3", 2, 1, 0, 0, 0));
    }
}
