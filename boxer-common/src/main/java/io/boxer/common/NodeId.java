// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.BoxerException.require;

import java.util.regex.Pattern;

/**
 * The name that people and logs use for a node. The store addresses a node by its {@link NodeRef}.
 *
 * <p>Immutable.
 *
 * @param value 1 to 63 of a-z, 0-9 and dash, the first not a dash: also a valid label of a DNS name
 */
public record NodeId(String value) implements Comparable<NodeId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public NodeId {
        require(
                FORM.matcher(value).matches(),
                "'%s' is not the name of a node; write 1 to 63 of a-z, 0-9 and -, such as spot-1",
                value);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
