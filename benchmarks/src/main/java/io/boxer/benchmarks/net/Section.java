// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Listener;

/** A part of the benchmark with a site of its own. */
interface Section {
    /** By which it is chosen: one word. */
    String name();

    /**
     * Measures, one row after the other; what cannot be measured here is skipped by name.
     *
     * @param rounds how often each side of a comparison runs
     */
    void run(Tools tools, int rounds, Listener listener);
}
