// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import java.util.List;

/** Bulk and round trip of a connection that stands: nobody of ours is on it. Stateless. */
final class Established {
    private static final int BULK_MILLIS = 500;
    private static final int REQUESTS = 5000;

    private Established() {}

    /** @param port where each side's server serves: ours, then the plain one */
    static void run(Pair pair, int port, int plainPort, int rounds, Listener listener) {
        pair.compare(
                listener,
                rounds,
                List.of(pair.column("bulk", "MiB/s", Goal.ratioAtLeast(0.98))),
                port,
                plainPort,
                (ends, at) -> new Measure(ends.client(), ends.name(), at).bulk(BULK_MILLIS));
        pair.compare(
                listener,
                rounds,
                List.of(pair.column("request round trip", "us", Goal.ratioAtMost(1.02))),
                port,
                plainPort,
                (ends, at) -> new Measure(ends.client(), ends.name(), at).roundTrip(REQUESTS));
    }
}
