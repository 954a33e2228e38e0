// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import java.util.List;

/**
 * What {@link MatrixPeer} says of its connections to one host, as a line of JSON. Immutable.
 *
 * @param host the one that was named
 */
record MatrixAnswer(String host, int tried, int right, int wrong, double medianMillis, List<String> troubles) {
    MatrixAnswer {
        troubles = List.copyOf(troubles);
    }
}
