// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.NodeId;
import java.util.Optional;

/**
 * What a launched node shall be. Immutable.
 *
 * @param name the node's name; empty lets the provider choose one that is free
 * @param reason why it is launched, for the provider's log
 */
public record LaunchRequest(Optional<NodeId> name, String reason) {
    public static LaunchRequest because(String reason) {
        return new LaunchRequest(Optional.empty(), reason);
    }
}
