// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import java.util.Arrays;
import java.util.Optional;

/** What a guest may ask. */
public enum ShimVerb {
    /** The address of a name. */
    RESOLVE(1),
    /** The name of an address. */
    REVERSE(2),
    /** Says that the guest listens. */
    LISTEN(3),
    /** On which side of its own node somebody listens. */
    LOCALHOST(4),
    /** How to reach a node of another host. */
    CONNECT(5),
    /** The connection that a doorbell announces. */
    CLAIM(6),
    /** What the ends of a connection to another host are called. */
    LOOKUP(7),
    /** Have the file written that stands for {@code /etc/hosts}, with all members. */
    MEMBERS(8);

    private final int code;

    ShimVerb(int code) {
        this.code = code;
    }

    /** As on the wire. */
    public int code() {
        return code;
    }

    static Optional<ShimVerb> ofCode(int code) {
        return Arrays.stream(values()).filter(verb -> verb.code == code).findFirst();
    }
}
