// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.StageInfo;
import scala.Option;
import scala.collection.Iterator;

/** Which shuffles running jobs write or read. Thread-safe. */
final class ActiveShuffles {
    private final Map<Integer, Set<Integer>> byJob = new HashMap<>();

    synchronized void jobStarted(SparkListenerJobStart job) {
        Set<Integer> shuffles = new HashSet<>();
        Iterator<StageInfo> stages = job.stageInfos().iterator();
        while (stages.hasNext()) {
            Option<Object> shuffle = stages.next().shuffleDepId();
            if (shuffle.isDefined()) {
                shuffles.add((Integer) shuffle.get());
            }
        }
        byJob.put(job.jobId(), shuffles);
    }

    synchronized void jobEnded(SparkListenerJobEnd job) {
        byJob.remove(job.jobId());
    }

    synchronized boolean contains(int shuffleId) {
        return byJob.values().stream().anyMatch(shuffles -> shuffles.contains(shuffleId));
    }
}
