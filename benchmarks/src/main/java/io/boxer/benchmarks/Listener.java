// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

/** Is told of a benchmark as it goes, on the thread that runs it. */
public interface Listener {
    /** What is measured now. */
    void measuring(String name);

    void measured(Figure figure);

    void skipped(Skipped skipped);
}
