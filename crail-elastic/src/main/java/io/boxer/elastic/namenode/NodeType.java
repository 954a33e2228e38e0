// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.util.Optional;

/** Crail's kinds of nodes, with the labels of {@code CrailNodeType}. */
enum NodeType {
    DATAFILE(0),
    DIRECTORY(1),
    MULTIFILE(2),
    STREAMFILE(3),
    TABLE(4),
    KEYVALUE(5);

    private final int label;

    NodeType(int label) {
        this.label = label;
    }

    int label() {
        return label;
    }

    boolean isContainer() {
        return this == DIRECTORY || this == MULTIFILE || this == TABLE;
    }

    static Optional<NodeType> of(int label) {
        return label < 0 || label >= values().length ? Optional.empty() : Optional.of(values()[label]);
    }
}
