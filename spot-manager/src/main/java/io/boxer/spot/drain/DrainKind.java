// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a node is drained. */
public enum DrainKind {
    /** An interruption notice: there is a hard deadline. */
    NOTICE("notice"),
    /** A rebalance recommendation: soon, without a deadline. */
    REBALANCE("rebalance"),
    /** The capacity is not needed: the deadline is soft. */
    SCALE_IN("scale-in");

    private final String word;

    DrainKind(String word) {
        this.word = word;
    }

    /** The word in the namenode's admin API. */
    @JsonValue
    public String word() {
        return word;
    }
}
