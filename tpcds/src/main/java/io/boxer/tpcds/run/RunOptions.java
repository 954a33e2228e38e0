// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.DataSize;
import io.boxer.spot.market.InterruptionOptions;
import io.boxer.spot.market.InterruptionPlan;
import io.boxer.tpcds.data.ScaleFactor;
import io.boxer.tpcds.query.QuerySet;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was asked for. Immutable.
 *
 * @param nodes spot datanodes at the start
 * @param interruptions as it was written
 * @param store shuffle through the store; false: Spark's own shuffle, without a store
 * @param memory of each datanode
 * @param report directory for the report; empty: that of the run
 * @param keep leave the cluster up at the end
 */
public record RunOptions(
        QuerySet queries,
        ScaleFactor scale,
        int nodes,
        InterruptionPlan plan,
        String interruptions,
        boolean store,
        DataSize memory,
        DataSize blockSize,
        long seed,
        Optional<Path> report,
        boolean keep) {
    private static final int FEWEST = 2;
    private static final int MOST = 32;

    public RunOptions {
        requireNodes(nodes);
        require(store || !keep, "--keep leaves a store up, and --shuffle spark has none; leave one of them out");
    }

    private static void requireNodes(int nodes) {
        require(nodes >= FEWEST && nodes <= MOST, "nodes=%d is not in %d..%d; use --nodes 4", nodes, FEWEST, MOST);
    }

    /**
     * Memory of a datanode, by the scale: so little that the spot nodes of the start are too few when much is shuffled, and too
     * many between. The quick set has at most 280 MiB in the store at scale 1.
     */
    public static DataSize usualMemory(ScaleFactor scale) {
        return DataSize.ofMebibytes(scale.value()
                .max(BigDecimal.ONE)
                .multiply(BigDecimal.valueOf(128))
                .longValue());
    }

    /**
     * The plan that a text describes, for a store of so many spot nodes.
     *
     * @throws io.boxer.common.BoxerException USER if it describes none
     */
    public static InterruptionPlan plan(String text, long seed, double timeFactor, int nodes) {
        requireNodes(nodes);
        return InterruptionPlan.parse(
                text, new InterruptionOptions(seed, timeFactor, InterruptionOptions.USUAL_NOTICE, nodes));
    }
}
