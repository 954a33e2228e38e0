// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.spot.ledger.CostReport;
import java.util.List;

/**
 * What the nodes of the store would have cost. Immutable.
 *
 * @param onDemandUsd all nodes at the on-demand price
 * @param spotUsd spot nodes at the spot price, the stable floor on-demand
 * @param savingPercent of {@code onDemandUsd}; 0 if that is 0
 * @param basis node-seconds by kind, instance type, both prices and their source, a line each
 */
public record Cost(double onDemandUsd, double spotUsd, double savingPercent, List<String> basis) {
    public Cost {
        basis = List.copyOf(basis);
    }

    /** The ledger's figures. */
    public static Cost of(CostReport report) {
        return new Cost(report.onDemandUsd(), report.spotUsd(), report.savingPercent(), report.basis());
    }

    /** No store, so no nodes of it. */
    public static Cost none(String why) {
        return new Cost(0, 0, 0, List.of(why));
    }
}
