// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import java.time.Duration;
import java.util.Properties;
import org.apache.spark.Success$;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;

/** Tells Spark's events to the counts, and the counts to the sink. Confined to Spark's listener bus. */
final class TaskListener extends SparkListener {
    private static final long INTERVAL_NANOS = Duration.ofMillis(500).toNanos();
    private static final String JOB_GROUP = "spark.jobGroup.id";

    private final TaskCounts counts;
    private final EventSink sink;
    private long lastNanos = System.nanoTime() - INTERVAL_NANOS;

    TaskListener(TaskCounts counts, EventSink sink) {
        this.counts = counts;
        this.sink = sink;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
        StageInfo stage = event.stageInfo();
        Properties properties = event.properties() == null ? new Properties() : event.properties();
        int shuffle = stage.shuffleDepId().isDefined()
                ? (Integer) stage.shuffleDepId().get()
                : TaskCounts.NO_SHUFFLE;
        tell(counts.stageSubmitted(
                stage.stageId(),
                stage.attemptNumber(),
                stage.numTasks(),
                new TaskCounts.Stage(properties.getProperty(JOB_GROUP, ""), shuffle)));
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        if (event.taskMetrics() != null) { // a task that never ran has none
            counts.shuffleRead(event.taskMetrics().shuffleReadMetrics().totalBytesRead());
        }
        if (event.reason() == Success$.MODULE$) {
            tell(counts.taskSucceeded(event.stageId(), event.taskInfo().partitionId()));
        } else if (!(event.reason() instanceof TaskKilled)) {
            counts.taskFailed();
        }
    }

    private void tell(DriverEvent.Progress progress) {
        long now = System.nanoTime();
        if (now - lastNanos >= INTERVAL_NANOS && !progress.name().isEmpty()) {
            lastNanos = now;
            sink.emit(progress);
        }
    }
}
