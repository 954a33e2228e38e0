// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.spark;

import io.boxer.common.DataSize;

/**
 * How much each part of Spark may use. Immutable.
 *
 * @param driver heap
 * @param executor heap of each of the two
 * @param daemon heap of the master and of each worker
 */
public record SparkMemory(DataSize driver, DataSize executor, DataSize daemon) {
    private static final DataSize ROOMY = DataSize.parse("16GiB");
    /** What a JVM of Spark takes beside its heap. */
    private static final DataSize OVERHEAD = DataSize.ofMebibytes(384);

    /** The sizes of a roomy machine, or those with which it still works in 8 GiB. */
    public static SparkMemory on(DataSize available) {
        return available.compareTo(ROOMY) >= 0
                ? new SparkMemory(mebibytes(2048), mebibytes(3584), mebibytes(256))
                : new SparkMemory(mebibytes(1024), mebibytes(1228), mebibytes(128));
    }

    /** All of it together. */
    public DataSize total() {
        long heaps = driver.toBytes() + 2 * executor.toBytes() + 3 * daemon.toBytes();
        return DataSize.ofBytes(heaps + 3 * OVERHEAD.toBytes());
    }

    private static DataSize mebibytes(long count) {
        return DataSize.ofMebibytes(count);
    }

    static String flag(DataSize heap) {
        return "-Xmx" + (heap.toBytes() >> 20) + "m";
    }
}
