// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import java.util.List;
import java.util.Locale;

/**
 * What the nodes of the store would have cost. Immutable.
 *
 * @param onDemandUsd all nodes at the on-demand price
 * @param spotUsd spot nodes at the spot price, stable nodes on-demand
 * @param savingPercent of {@code onDemandUsd}; 0 if that is 0
 */
public record Cost(double onDemandUsd, double spotUsd, double savingPercent, Basis basis) {
    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * Where the figures come from.
     *
     * @param source of the two prices
     * @param stableNodeSeconds sum over the stable nodes of the time they ran
     * @param spotNodeSeconds the same over the spot nodes, replacements included
     */
    public record Basis(
            String instanceType,
            String region,
            double onDemandUsdPerHour,
            double spotUsdPerHour,
            String source,
            double stableNodeSeconds,
            double spotNodeSeconds) {}

    /** The figures that follow from the basis. */
    public static Cost of(Basis basis) {
        double stable = basis.stableNodeSeconds() / SECONDS_PER_HOUR * basis.onDemandUsdPerHour();
        double spotHours = basis.spotNodeSeconds() / SECONDS_PER_HOUR;
        double onDemand = stable + spotHours * basis.onDemandUsdPerHour();
        double spot = stable + spotHours * basis.spotUsdPerHour();
        return new Cost(onDemand, spot, onDemand == 0 ? 0 : 100 * (1 - spot / onDemand), basis);
    }

    /** The arithmetic, a line a figure. */
    public List<String> arithmetic() {
        return List.of(
                line(
                        "on-demand: (%.0f s stable + %.0f s spot) / 3600 × $%.4f = $%.4f",
                        basis.stableNodeSeconds(), basis.spotNodeSeconds(), basis.onDemandUsdPerHour(), onDemandUsd),
                line(
                        "with spot: %.0f s / 3600 × $%.4f + %.0f s / 3600 × $%.4f = $%.4f",
                        basis.stableNodeSeconds(),
                        basis.onDemandUsdPerHour(),
                        basis.spotNodeSeconds(),
                        basis.spotUsdPerHour(),
                        spotUsd),
                line("saving: 1 − %.4f / %.4f = %.0f %%", spotUsd, onDemandUsd, savingPercent),
                line("prices: %s in %s; %s", basis.instanceType(), basis.region(), basis.source()));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
