// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import io.boxer.lab.Lab;
import io.boxer.lab.LabDaemons;
import io.boxer.lab.LabHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the nodes of an overlay run. Confined to the thread of the test. */
sealed interface Hosts {
    /** The words that run a command where this node belongs. */
    List<String> words(Optional<String> node);

    /** What its supervisor must be told there. */
    List<String> options();

    /** Ends what runs there. */
    void close();

    /** All on this machine, whose coordinator they find by themselves. */
    record Here() implements Hosts {
        @Override
        public List<String> words(Optional<String> node) {
            return List.of();
        }

        @Override
        public List<String> options() {
            return List.of();
        }

        @Override
        public void close() {
            // the coordinator ends by itself
        }
    }

    /**
     * On functions of a lab: each node with a name has one of its own; those without a name, which are clients as a rule, share
     * the last. So whoever is connected is so through two NATs.
     */
    record Behind(Lab lab, Path keyFile, List<LabHost> free, Map<String, LabHost> taken) implements Hosts {
        Behind(Lab lab, Path keyFile) {
            this(lab, keyFile, new ArrayList<>(lab.plan().hosts()), new HashMap<>());
        }

        @Override
        public List<String> words(Optional<String> node) {
            LabHost host = node.map(name -> taken.computeIfAbsent(name, fresh -> free.remove(0)))
                    .orElseGet(() -> free.get(free.size() - 1));
            return lab.onHost(host.name());
        }

        @Override
        public List<String> options() {
            return List.of("--coordinator", LabDaemons.COORDINATOR.toString(), "--key-file", keyFile.toString());
        }

        @Override
        public void close() {
            lab.close();
        }
    }
}
