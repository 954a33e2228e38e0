// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import java.util.Arrays;
import java.util.Optional;

/** For whom a guest listens. */
public enum Side {
    /** Nobody listens. */
    NONE(0),
    /** Other nodes too. */
    PUBLIC(1),
    /** Its own node only: 127.0.0.1. */
    PRIVATE(2);

    private final int code;

    Side(int code) {
        this.code = code;
    }

    /** As on the wire. */
    public int code() {
        return code;
    }

    static Optional<Side> ofCode(int code) {
        return Arrays.stream(values()).filter(side -> side.code == code).findFirst();
    }
}
