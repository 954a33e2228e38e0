// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.container.SegmentLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.ShuffleStatus;
import org.apache.spark.ShuffleStatusNotFoundException;
import org.apache.spark.scheduler.MapStatus;
import scala.Option;
import scala.collection.Iterator;

/**
 * The driver's register of map outputs, the only class that reaches into Spark's tracker. Thread-safe as the tracker is.
 */
record MapOutputs(MapOutputTrackerMaster tracker) {
    boolean contains(int shuffleId) {
        return tracker.containsShuffle(shuffleId);
    }

    /** All registered outputs of all shuffles that are ours. */
    List<RegisteredOutput> registered() {
        List<RegisteredOutput> outputs = new ArrayList<>();
        Iterator<Object> shuffles = tracker.shuffleStatuses().keysIterator();
        while (shuffles.hasNext()) {
            outputs.addAll(registered((Integer) shuffles.next()));
        }
        return outputs;
    }

    /** Those of one shuffle; none if Spark does not know it. */
    List<RegisteredOutput> registered(int shuffleId) {
        Option<ShuffleStatus> shuffle = tracker.shuffleStatuses().get(shuffleId);
        return shuffle.isEmpty()
                ? List.of()
                : shuffle.get().withMapStatuses(statuses -> registered(shuffleId, statuses));
    }

    private static List<RegisteredOutput> registered(int shuffleId, MapStatus[] statuses) {
        List<RegisteredOutput> outputs = new ArrayList<>();
        for (int mapIndex = 0; mapIndex < statuses.length; mapIndex++) {
            MapStatus status = statuses[mapIndex];
            if (status != null) {
                int index = mapIndex;
                SegmentLocation.from(status.location())
                        .ifPresent(location ->
                                outputs.add(new RegisteredOutput(shuffleId, index, status.location(), location)));
            }
        }
        return outputs;
    }

    /** Unregisters all of them with one new epoch, so that executors forget what they know once and not once for each. */
    void unregister(List<RegisteredOutput> outputs) {
        Set<Integer> unknown = new HashSet<>();
        for (RegisteredOutput output : outputs) {
            Option<ShuffleStatus> shuffle = tracker.shuffleStatuses().get(output.shuffleId());
            if (shuffle.isDefined()) {
                shuffle.get().removeMapOutput(output.mapIndex(), output.address());
            } else {
                unknown.add(output.shuffleId());
            }
        }
        if (!outputs.isEmpty() && unknown.size() < outputs.size()) {
            tracker.incrementEpoch();
        }
    }

    /** Whatever is registered of a shuffle, if Spark knows it. */
    void unregisterAll(int shuffleId) {
        try {
            if (tracker.containsShuffle(shuffleId)) {
                tracker.unregisterAllMapAndMergeOutput(shuffleId);
            }
        } catch (RuntimeException e) {
            if (!(((Throwable) e) instanceof ShuffleStatusNotFoundException)) {
                throw e;
            }
        }
    }
}
