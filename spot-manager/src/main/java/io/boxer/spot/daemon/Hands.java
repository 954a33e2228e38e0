// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.spot.drain.Drainable;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.LaunchRequest;
import io.boxer.spot.drain.NodeProvider;
import io.boxer.spot.policy.Action;
import java.util.Optional;

/** Carries out actions. Blocks on the network; confined to the thread of the spot manager. */
final class Hands {
    private final Drainable store;
    private final NodeProvider provider;

    Hands(Drainable store, NodeProvider provider) {
        this.store = store;
        this.provider = provider;
    }

    /**
     * Does it.
     *
     * @throws BoxerException of the store or the provider; nothing or, of a launch of several, less was done then
     */
    void carryOut(Action action) {
        if (action instanceof Action.Drain drain) {
            store.drain(drain.node(), drain.notice(), drain.kind(), drain.deadline());
        } else if (action instanceof Action.Cordon cordon) {
            store.cordon(cordon.node());
        } else if (action instanceof Action.Launch launch) {
            for (int i = 0; i < launch.count(); i++) {
                provider.launch(launch.pool(), LaunchRequest.because(launch.reason()));
            }
        } else if (action instanceof Action.Terminate terminate) {
            instanceOf(terminate.node()).map(Instance::id).ifPresent(provider::terminate);
        } else if (!(action instanceof Action.Hold) && !(action instanceof Action.Ignore)) {
            throw new AssertionError("Action is sealed and has no " + action.getClass());
        }
    }

    private Optional<Instance> instanceOf(NodeId node) {
        return provider.list().stream()
                .filter(instance -> instance.runs() && instance.name().equals(node))
                .findFirst();
    }
}
