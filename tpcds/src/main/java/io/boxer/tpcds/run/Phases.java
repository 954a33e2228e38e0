// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

/** How long the steps before the queries took. Confined to the thread of the run. */
final class Phases {
    private final long beginNanos = System.nanoTime();
    private long dataNanos = beginNanos;
    private long startNanos = beginNanos;

    /** The data are there; seconds since the beginning. */
    double data() {
        dataNanos = System.nanoTime();
        startNanos = dataNanos;
        return (dataNanos - beginNanos) / 1e9;
    }

    /** The cluster is there. */
    void started() {
        startNanos = System.nanoTime();
    }

    /** Seconds that the cluster and Spark took to start. */
    double start() {
        return (startNanos - dataNanos) / 1e9;
    }

    /** Seconds that the data took, be it only to be checked. */
    double dataSeconds() {
        return (dataNanos - beginNanos) / 1e9;
    }
}
