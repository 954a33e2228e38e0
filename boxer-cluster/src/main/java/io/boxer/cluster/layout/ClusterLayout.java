// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.layout;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * A cluster on this machine. Immutable.
 *
 * @param name letters, digits and hyphens; names its key and its state
 * @param port where the namenode listens; 0 lets the kernel choose
 * @param stableNodes datanodes that nobody takes away, 1 to 64
 * @param spotNodes datanodes that the market may take, 0 to 64
 * @param fewestSpotNodes that are kept when the store is empty
 * @param memory of each datanode
 * @param spill of each stable datanode on disk; zero for none
 * @param blockSize a power of two
 * @param pools where spot nodes are launched, in turn
 * @param exitWith process that takes the whole cluster with it when it is gone
 */
public record ClusterLayout(
        String name,
        int port,
        int stableNodes,
        int spotNodes,
        int fewestSpotNodes,
        DataSize memory,
        DataSize spill,
        DataSize blockSize,
        List<String> pools,
        Duration drainDeadline,
        OptionalLong exitWith) {
    private static final int MOST_NODES = 64;

    public ClusterLayout {
        require(
                name.matches("[a-z0-9][a-z0-9-]{0,62}"),
                "name=%s is not a name; use small letters, digits and hyphens, 63 at most",
                name);
        require(
                stableNodes >= 1 && stableNodes <= MOST_NODES,
                "stable nodes=%d is not in 1..%d",
                stableNodes,
                MOST_NODES);
        require(spotNodes >= 0 && spotNodes <= MOST_NODES, "spot nodes=%d is not in 0..%d", spotNodes, MOST_NODES);
        require(
                fewestSpotNodes >= 0 && fewestSpotNodes <= spotNodes,
                "fewest spot nodes=%d is not in 0..%d, the number at the start",
                fewestSpotNodes,
                spotNodes);
        require(blockSize.isPowerOfTwo(), "block-size=%s is not a power of two; use 1MiB or 256KiB", blockSize);
        require(
                memory.compareTo(blockSize) >= 0,
                "memory=%s is less than one block of %s; use a multiple of it",
                memory,
                blockSize);
        require(!pools.isEmpty() || spotNodes == 0, "spot nodes=%d, but there is no pool to launch them in", spotNodes);
        pools = List.copyOf(pools);
    }

    /** The pool of the spot node with this number, counted from 1. */
    public String pool(int number) {
        return pools.get((number - 1) % pools.size());
    }

    /** As many as the spot manager may launch when the store fills up. */
    public int mostSpotNodes() {
        return 2 * spotNodes;
    }

    /** Datanodes at the start. */
    public int datanodes() {
        return stableNodes + spotNodes;
    }

    /** Datanodes, when the spot manager has launched all it may. */
    public int mostDatanodes() {
        return stableNodes + mostSpotNodes();
    }

    /** Disk for a stable datanode of this memory: as much as two spot nodes that had to go, with no memory left for either. */
    public static DataSize usualSpill(DataSize memory) {
        return DataSize.ofBytes(2 * memory.toBytes());
    }
}
