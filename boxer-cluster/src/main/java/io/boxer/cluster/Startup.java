// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster;

import io.boxer.cluster.layout.ClusterLayout;
import io.boxer.cluster.layout.MachineMemory;
import io.boxer.cluster.layout.MemoryPlan;
import io.boxer.cluster.state.ClusterState;
import io.boxer.cluster.state.StateDirectory;
import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.process.JavaProgram;
import java.nio.file.Path;
import java.util.Map;

/**
 * Starts a named cluster that stays when this program ends. Immutable.
 *
 * @param environment for the place of its state
 * @param keyFile of the cluster, made if need be
 */
public record Startup(ClusterLayout layout, JavaProgram program, Map<String, String> environment, Path keyFile) {
    /**
     * Returns when the cluster serves; its state is on disk then. At Ctrl-C or a failure nothing is left of it.
     *
     * @throws BoxerException USER if it is up already, is being started, or does not fit
     */
    public ClusterState run() {
        StateDirectory states = StateDirectory.of(layout.name(), environment);
        return states.alone(() -> {
            refuseSecond(states);
            new MemoryPlan(layout).requireFits(MachineMemory.available(), DataSize.ofBytes(0));
            return started(new LocalCluster(layout, program, states.path().resolve("run"), keyFile), states);
        });
    }

    private static ClusterState started(LocalCluster cluster, StateDirectory states) {
        Thread interrupted = new Thread(cluster::close, "boxer-startup-end");
        Runtime.getRuntime().addShutdownHook(interrupted);
        ClusterState state = cluster.start();
        try {
            states.write(state);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        Runtime.getRuntime().removeShutdownHook(interrupted);
        return state;
    }

    private void refuseSecond(StateDirectory states) {
        states.read().ifPresent(earlier -> {
            if (earlier.lives()) {
                throw BoxerException.user(
                        "cluster '%s' is up already (namenode %s); boxer store down ends it, --name gives another one a name",
                        layout.name(), earlier.addresses().get("namenode"));
            }
            // a crash or a reboot left it: nothing of it runs, its data are worth nothing
            new ClusterEnd(earlier).run();
            states.forget();
        });
    }
}
