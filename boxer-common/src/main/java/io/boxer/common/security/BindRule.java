// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.HostPort;

/** A daemon leaves the loopback only with a key that somebody gave it. */
public final class BindRule {
    private BindRule() {}

    /**
     * To be called before anything is bound.
     *
     * @param option as the user wrote it: {@code --listen}
     * @throws io.boxer.common.BoxerException USER if others could reach the address, and the key was not given
     */
    public static void check(String option, HostPort address, KeyFile keyFile) {
        require(
                keyFile.given() || address.isLoopback(),
                "%s=%s is reachable from other machines and needs a key that they have too;"
                        + " set --key-file or BOXER_KEY_FILE, or bind 127.0.0.1:%d",
                option,
                address,
                address.port());
    }
}
