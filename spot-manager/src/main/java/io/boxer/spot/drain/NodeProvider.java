// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.spot.Pool;
import java.util.List;

/** Whoever sells nodes: the local market, later EC2. All methods may block on the network; implementations are thread-safe. */
public interface NodeProvider {
    /**
     * Starts one instance. Returns when it is started, not when it serves.
     *
     * @throws io.boxer.common.BoxerException CAPACITY if the pool has none, PEER if the provider cannot be reached
     */
    Instance launch(Pool pool, LaunchRequest request);

    /**
     * Ends an instance in an orderly way. An instance that has ended already is not an error.
     *
     * @throws io.boxer.common.BoxerException PEER if the provider cannot be reached, USER if it never had the instance
     */
    void terminate(String instanceId);

    /** All instances this provider started, the ended ones too as long as it remembers them. */
    List<Instance> list();
}
