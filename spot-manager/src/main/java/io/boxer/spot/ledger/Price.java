// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import io.boxer.common.BoxerException;

/**
 * What an hour of one instance type costs. Immutable.
 *
 * @param savingPercent of the on-demand price, on the spot market
 */
public record Price(String instanceType, double onDemandUsdPerHour, int savingPercent) {
    public Price {
        if (!(onDemandUsdPerHour > 0) || savingPercent < 0 || savingPercent > 100) {
            throw BoxerException.user(
                    "price of %s: onDemandUsdPerHour=%s > 0 and 0 <= savingPercent=%d <= 100 do not hold; correct the price file",
                    instanceType, onDemandUsdPerHour, savingPercent);
        }
    }

    public double spotUsdPerHour() {
        return onDemandUsdPerHour * (100 - savingPercent) / 100;
    }
}
