// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.ElasticShuffleManager;
import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.fixture.DirectoryStore;
import java.io.IOException;
import java.util.List;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/** What a test knows and does of the running application's shuffles. */
public final class ShufflesOfTest {
    private ShufflesOfTest() {}

    private static MapOutputs outputs() {
        return new MapOutputs((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker());
    }

    /** The newest shuffle with registered outputs. */
    public static int newest() {
        return outputs().registered().stream()
                .mapToInt(RegisteredOutput::shuffleId)
                .max()
                .orElseThrow();
    }

    public static int registered(int shuffleId) {
        return outputs().registered(shuffleId).size();
    }

    /** Grows when Spark has dropped map outputs, or would have. */
    public static long epoch() {
        return outputs().tracker().getEpoch();
    }

    public static List<SegmentLocation> locations(int shuffleId) {
        return outputs().registered(shuffleId).stream()
                .map(RegisteredOutput::location)
                .toList();
    }

    /** Loses the first byte of that many outputs. */
    public static void lose(DirectoryStore store, int shuffleId, int count, String cause) throws IOException {
        for (SegmentLocation location : locations(shuffleId).subList(0, count)) {
            store.lose(location.containerId(), location.offset(), 1, cause);
        }
    }

    public static DriverShuffle driver() {
        return ElasticShuffleManager.of(SparkEnv.get()).driver().orElseThrow();
    }

    /** What Spark's cleaner does when nobody holds the shuffle any more. */
    public static void unregister(int shuffleId) {
        outputs().tracker().unregisterShuffle(shuffleId);
        SparkContext.getOrCreate().shuffleDriverComponents().removeShuffle(shuffleId, true);
    }

    /** What the poll does. */
    public static String lookForLosses() {
        return driver().handleLosses();
    }

    public static String directory() {
        return driver().directory();
    }
}
