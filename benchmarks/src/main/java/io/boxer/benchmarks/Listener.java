// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

/** Is told of a benchmark as it goes, on the thread that runs it. */
public interface Listener {
    /** What is measured now. */
    void measuring(String name);

    void measured(Figure figure);

    /** It could not be measured here. */
    void skipped(Skipped skipped);

    /** It should have been measured, and broke. */
    void failed(Skipped broken);
}
