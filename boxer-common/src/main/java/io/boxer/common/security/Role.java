// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What one end of a connection is. Each role proves itself with a key of its own, derived from the cluster's. */
public enum Role {
    /** Reads and writes blocks. */
    CLIENT(1),
    /** Holds blocks. */
    DATANODE(2),
    /** Knows where blocks are, and commands the datanodes. */
    NAMENODE(3),
    /** Changes a daemon through its admin API. */
    ADMIN(4),
    /** Knows the members of an overlay, and introduces them to each other. */
    COORDINATOR(5),
    /** Stands beside a guest, and speaks for its node. */
    SUPERVISOR(6);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** As on the wire. */
    int code() {
        return code;
    }

    static Optional<Role> ofCode(int code) {
        return Arrays.stream(values()).filter(role -> role.code == code).findFirst();
    }

    /** {@code datanode} */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
