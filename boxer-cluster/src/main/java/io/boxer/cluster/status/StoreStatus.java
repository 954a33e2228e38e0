// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code GET /v1/status} of the namenode. Fields that are not known here are ignored. Immutable.
 *
 * @param bytesStored now, in all blocks
 * @param peakBytes the most there ever was
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreStatus(
        String clusterId,
        int blockSizeBytes,
        long epoch,
        long files,
        long directories,
        long bytesWritten,
        long bytesStored,
        long peakBytes,
        long lostBlocks,
        long lostBytes,
        List<Node> nodes,
        List<Drain> drains) {
    public StoreStatus {
        nodes = List.copyOf(nodes);
        drains = List.copyOf(drains);
    }

    /** Nodes that take data. */
    public long active() {
        return nodes.stream().filter(node -> node.state().equals("ACTIVE")).count();
    }

    /**
     * A datanode.
     *
     * @param pool {@code stable} or {@code spot:TYPE:ZONE}
     * @param state {@code JOINING}, {@code ACTIVE}, {@code CORDONED}, {@code DRAINING}, {@code DRAINED}, {@code SUSPECT},
     *     {@code DEAD} or {@code GONE}
     * @param deadlineMillis left until the node is taken; -1 if nothing was announced
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Node(
            String name,
            String address,
            String incarnation,
            String pool,
            String state,
            long memorySlots,
            long freeMemorySlots,
            long spillSlots,
            long freeSpillSlots,
            long blocks,
            long bytes,
            long deadlineMillis) {
        public boolean isSpot() {
            return pool.startsWith("spot");
        }
    }

    /**
     * One evacuation of a node, running or done.
     *
     * @param kind {@code notice}, {@code rebalance}, {@code scale-in}, {@code sigterm} or {@code kill}
     * @param state {@code RUNNING}, {@code DONE} or {@code OVERTAKEN}
     * @param targets bytes by node
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Drain(
            String id,
            String node,
            String kind,
            double noticeSeconds,
            long bytesAtNotice,
            long blocksAtNotice,
            long bytesMoved,
            long blocksMoved,
            long bytesLost,
            long blocksLost,
            double drainSeconds,
            String state,
            Map<String, Long> targets) {
        public Drain {
            targets = Map.copyOf(targets);
        }

        public boolean isRunning() {
            return state.equals("RUNNING");
        }
    }
}
