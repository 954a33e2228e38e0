// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Two hosts of a lab of which each shall connect to the other. Immutable. */
public record MatrixPair(LabHost one, LabHost other) {
    /** How two hosts can be expected to be connected. */
    public enum Path {
        /** Without anybody of ours in between. */
        DIRECT,
        /** Through the relay. */
        RELAYED,
        /** Directly if the first packets of both cross in time, else through the relay. */
        EITHER
    }

    private record Kind(Set<Nat> nats, boolean neighbours) {}

    /** One pair for each unordered pair of kinds that the hosts have, one more where they stand behind one gateway. */
    public static List<MatrixPair> of(List<LabHost> hosts) {
        Set<Kind> seen = new HashSet<>();
        List<MatrixPair> pairs = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            for (int j = i + 1; j < hosts.size(); j++) {
                var pair = new MatrixPair(hosts.get(i), hosts.get(j));
                if (seen.add(pair.kind())) {
                    pairs.add(pair);
                }
            }
        }
        return pairs;
    }

    private Kind kind() {
        return new Kind(Set.copyOf(List.of(one.nat(), other.nat())), one.isNeighbourOf(other));
    }

    public Path expected() {
        if (!one.nat().keepsPorts() || !other.nat().keepsPorts()) {
            return Path.RELAYED;
        }
        if (one.isNeighbourOf(other)) {
            return one.nat() == Nat.HAIRPIN ? Path.DIRECT : Path.RELAYED;
        }
        return isQuiet(one) && isQuiet(other) ? Path.DIRECT : Path.EITHER;
    }

    /** Whether a packet that comes too early is not answered, so that the sender's own can still find its way. */
    private static boolean isQuiet(LabHost host) {
        return host.nat() == Nat.PORT_PRESERVING || host.nat() == Nat.HAIRPIN;
    }
}
