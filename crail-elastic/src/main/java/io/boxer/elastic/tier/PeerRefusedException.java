// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;

/** The handshake failed: other key, other cluster, other block size or other version. Trying again will not help. */
public final class PeerRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public PeerRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
