// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.Optional;

/**
 * The verdict on one answer. Immutable.
 *
 * @param rule present if and only if the answer is verified
 * @param rows how many rows Spark gave: no rows verify trivially
 * @param error the first difference in words, or empty
 */
public record Verdict(Optional<Rule> rule, int rows, String error) {
    static Verdict verified(Rule rule, int rows) {
        return new Verdict(Optional.of(rule), rows, "");
    }

    static Verdict refused(int rows, String error) {
        return new Verdict(Optional.empty(), rows, error);
    }

    public boolean verified() {
        return rule.isPresent();
    }
}
