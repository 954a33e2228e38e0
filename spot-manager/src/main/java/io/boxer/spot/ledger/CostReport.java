// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What some node-seconds cost: all on demand, against the stable floor on demand and the rest at the spot price. The figures never go
 * without their basis. Immutable.
 *
 * @param onDemandUsd the same node-seconds, all at the on-demand price
 * @param spotUsd the stable floor at the on-demand price, spot nodes at the spot price
 * @param savingPercent of {@code onDemandUsd}; 0 if nothing ran
 * @param basis lines of text: the arithmetic, then the sources of the prices, then what is left out
 */
public record CostReport(double onDemandUsd, double spotUsd, double savingPercent, List<String> basis) {
    private static final double SECONDS_PER_HOUR = 3600;

    public CostReport {
        basis = List.copyOf(basis);
    }

    /**
     * The costs of these lines.
     *
     * @param stableType instance type of the stable nodes, whose pool does not say it
     * @throws io.boxer.common.BoxerException USER if a type has no price
     */
    public static CostReport of(List<NodeSeconds> lines, Prices prices, String stableType) {
        double onDemand = 0;
        double spot = 0;
        List<String> basis = new ArrayList<>();
        for (NodeSeconds line : lines) {
            Price price = prices.of(line.pool().instanceType().orElse(stableType));
            double hours = line.seconds() / SECONDS_PER_HOUR;
            onDemand += hours * price.onDemandUsdPerHour();
            spot += hours * (line.pool().isSpot() ? price.spotUsdPerHour() : price.onDemandUsdPerHour());
            basis.add(arithmetic(line, price));
        }
        basis.addAll(prices.sources());
        basis.add("billed by the second, " + prices.region()
                + "; left out: the one-minute minimum of each instance, disks, traffic, taxes, the compute nodes");
        double saving = onDemand == 0 ? 0 : 100 * (onDemand - spot) / onDemand;
        return new CostReport(onDemand, spot, saving, basis);
    }

    private static String arithmetic(NodeSeconds line, Price price) {
        String seconds = String.format(
                Locale.ROOT,
                "%s: %d node%s of %s, %.1f node-seconds",
                line.pool(),
                line.nodes(),
                line.nodes() == 1 ? "" : "s",
                price.instanceType(),
                line.seconds());
        String onDemand = String.format(Locale.ROOT, "$%.4f an hour on demand", price.onDemandUsdPerHour());
        return line.pool().isSpot()
                ? String.format(
                        Locale.ROOT,
                        "%s at $%.4f an hour on spot (%d %% less than %s)",
                        seconds,
                        price.spotUsdPerHour(),
                        price.savingPercent(),
                        onDemand)
                : seconds + " at " + onDemand;
    }
}
