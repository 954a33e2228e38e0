// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;

/**
 * A kind of capacity: what is taken away together.
 *
 * @param text {@code stable}, or {@code spot:TYPE:ZONE}
 */
record Pool(String text) {
    Pool {
        if (!text.equals("stable") && !text.matches("spot(:[A-Za-z0-9._-]+){2}")) {
            throw BoxerException.user(
                    "pool=%s is neither stable nor spot:TYPE:ZONE; write for instance spot:m6i.large:us-east-1a", text);
        }
    }

    boolean isStable() {
        return text.equals("stable");
    }
}
