// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import java.util.regex.Pattern;

/** What load generators print. Stateless. */
final class Output {
    private Output() {}

    /**
     * The number that the pattern's group finds.
     *
     * @throws BoxerException PEER if there is none
     */
    static double number(Pattern pattern, String printed) {
        var matcher = pattern.matcher(printed);
        if (!matcher.find()) {
            throw BoxerException.peer("'%s' is not in what was printed: %s", pattern, printed.strip());
        }
        return Double.parseDouble(matcher.group(1));
    }
}
