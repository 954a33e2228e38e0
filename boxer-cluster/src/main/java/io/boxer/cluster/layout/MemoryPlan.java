// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.layout;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.DataSize;
import java.util.List;

/**
 * Memory of each kind of daemon, and whether a cluster fits on a machine. Immutable.
 *
 * @param layout the cluster
 */
public record MemoryPlan(ClusterLayout layout) {
    /** A JVM without its heap and without what it serves: code, metadata, stacks. */
    private static final DataSize JVM = DataSize.ofMebibytes(64);

    private static final DataSize NAMENODE_HEAP = DataSize.ofMebibytes(256);
    private static final DataSize DATANODE_HEAP = DataSize.ofMebibytes(96);
    private static final DataSize SPOT_HEAP = DataSize.ofMebibytes(64);
    /** Of Netty's pools; a limit that is hardly ever reached. */
    private static final DataSize DIRECT_MARGIN = DataSize.ofMebibytes(128);
    /** Less is not worth a JVM. */
    private static final DataSize LEAST_USEFUL = DataSize.ofMebibytes(64);

    /** A datanode insists on 256 MiB for the network beside its blocks. */
    private static final DataSize DATANODE_MARGIN = DataSize.ofMebibytes(320);

    public List<String> namenodeFlags() {
        return flags(NAMENODE_HEAP, DIRECT_MARGIN);
    }

    /** Flags of a datanode that offers {@link ClusterLayout#memory()}. */
    public List<String> datanodeFlags() {
        return flags(DATANODE_HEAP, DataSize.ofBytes(layout.memory().toBytes() + DATANODE_MARGIN.toBytes()));
    }

    /** Flags of the market and of the spot manager. */
    public List<String> spotFlags() {
        return flags(SPOT_HEAP, DIRECT_MARGIN);
    }

    /** What all daemons of the layout take when every node that may be launched is there and every block is in use. */
    public DataSize needed() {
        long datanode = layout.memory().toBytes() + DATANODE_HEAP.toBytes() + JVM.toBytes();
        long others = NAMENODE_HEAP.toBytes() + JVM.toBytes() + 2 * (SPOT_HEAP.toBytes() + JVM.toBytes());
        return DataSize.ofBytes(layout.mostDatanodes() * datanode + others);
    }

    /**
     * Does nothing if the cluster fits.
     *
     * @param available what the machine can still give
     * @param others what else will be started: Spark, for instance
     * @throws io.boxer.common.BoxerException USER if it does not, with a size that would
     */
    public void requireFits(DataSize available, DataSize others) {
        long left = available.toBytes() - others.toBytes();
        require(
                needed().toBytes() <= left,
                "%d datanodes of memory=%s (%d at the start, the others when the store fills) need %s in all, more than the %s that this machine has free%s%n  use %s",
                layout.mostDatanodes(),
                layout.memory(),
                layout.datanodes(),
                needed().rounded(),
                DataSize.ofBytes(Math.max(0, left)).rounded(),
                others.toBytes() == 0 ? "" : " beside Spark (" + others.rounded() + ")",
                wayOut(left));
    }

    private String wayOut(long left) {
        long fixed =
                needed().toBytes() - layout.mostDatanodes() * layout.memory().toBytes();
        long each = Math.max(0, left - fixed) / layout.mostDatanodes();
        DataSize fits = DataSize.ofMebibytes(Long.highestOneBit(each >> 20));
        return fits.compareTo(LEAST_USEFUL) < 0
                ? "fewer nodes: there is no room for so many"
                : "--memory " + fits + ", or fewer nodes";
    }

    private static List<String> flags(DataSize heap, DataSize direct) {
        return List.of(
                "-Xms16m",
                "-Xmx" + (heap.toBytes() >> 20) + "m",
                "-XX:MaxDirectMemorySize=" + (direct.toBytes() >> 20) + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "--add-exports",
                "java.base/sun.nio.ch=ALL-UNNAMED");
    }
}
