// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import static io.boxer.common.BoxerException.require;

import java.util.List;

/**
 * Repeated measurements of one thing, never a best.
 *
 * @param n how many
 */
public record Spread(double median, double min, double max, int n) {
    /** @throws io.boxer.common.BoxerException USER if there are none */
    public static Spread of(List<Double> values) {
        require(!values.isEmpty(), "there is no median of nothing");
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(quantile(sorted, 0.5), sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }

    /**
     * Nearest rank.
     *
     * @param sorted ascending, at least one
     * @param q in 0..1
     */
    public static double quantile(List<Double> sorted, double q) {
        int rank = (int) Math.ceil(q * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}
