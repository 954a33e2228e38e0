// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine of a provider, as it is or was. Immutable.
 *
 * @param id the provider's name for it, never used twice
 * @param name the node that runs on it
 * @param metadata base of its instance metadata service, if it can be asked from here
 * @param ended when it ended; empty while it runs
 */
public record Instance(
        String id, NodeId name, Pool pool, Optional<URI> metadata, Instant launched, Optional<Instant> ended) {
    public boolean runs() {
        return ended.isEmpty();
    }
}
