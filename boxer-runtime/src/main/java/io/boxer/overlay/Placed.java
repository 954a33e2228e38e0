// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static io.boxer.common.BoxerException.require;

/**
 * Where a node is in its overlay.
 *
 * @param hostBits all nodes whose addresses begin with the same so many bits are on its host: 24, or 32 if it is alone there
 */
public record Placed(OverlayAddress address, int hostBits) {
    public Placed {
        require(hostBits >= 16 && hostBits <= 32, "hostBits=%d is not in 16..32", hostBits);
    }

    @Override
    public String toString() {
        return address + "/" + hostBits;
    }
}
