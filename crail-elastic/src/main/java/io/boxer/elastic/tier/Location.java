// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.NodeRef;

/** A placement of a block as somebody told it: possibly old, never wrong, since datanodes compare both exactly (rule R3). */
public record Location(NodeRef node, int gen) {
    @Override
    public String toString() {
        return node + " gen " + gen;
    }
}
