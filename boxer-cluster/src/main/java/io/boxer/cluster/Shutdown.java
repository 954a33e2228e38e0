// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster;

import io.boxer.cluster.state.ClusterState;
import io.boxer.cluster.state.StateDirectory;
import io.boxer.common.BoxerException;

/**
 * Ends a named cluster from any shell. Immutable.
 *
 * @param states of the cluster
 */
public record Shutdown(StateDirectory states) {
    /**
     * Returns when nothing of it is left but its logs.
     *
     * @return what was ended
     * @throws BoxerException USER if no such cluster was started here
     */
    public ClusterState run() {
        return states.alone(() -> {
            ClusterState state = states.read()
                    .orElseThrow(() -> BoxerException.user(
                            "no cluster was started in %s; boxer store up starts one", states.path()));
            new ClusterEnd(state).run();
            states.forget();
            return state;
        });
    }
}
