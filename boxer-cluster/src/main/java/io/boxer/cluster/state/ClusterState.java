// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.state;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.process.RunId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that was started here: the form of {@code cluster.json}. Immutable.
 *
 * @param run the mark of its processes
 * @param startedAtMillis since the epoch
 * @param directory absolute path of its logs and data, which end with it unless they are kept
 * @param keyFile absolute path
 * @param addresses HOST:PORT by name: {@code namenode}, {@code namenode-admin}, {@code market-admin}, …
 * @param members those that were started from here; instances of the market carry the same mark
 */
public record ClusterState(
        String name,
        String run,
        long startedAtMillis,
        String directory,
        String keyFile,
        Map<String, String> addresses,
        List<Member> members) {
    public ClusterState {
        addresses = Map.copyOf(addresses);
        members = List.copyOf(members);
    }

    /**
     * Where a daemon listens.
     *
     * @throws BoxerException USER if this cluster has no such daemon
     */
    public HostPort address(String daemon) {
        return Optional.ofNullable(addresses.get(daemon))
                .map(HostPort::parse)
                .orElseThrow(() ->
                        BoxerException.user("cluster '%s' has no %s; it has %s", name, daemon, addresses.keySet()));
    }

    public RunId runId() {
        return new RunId(run);
    }

    public Path logs() {
        return Path.of(directory, "logs");
    }

    /** Whether any of its processes still runs. */
    public boolean lives() {
        return members.stream().anyMatch(member -> member.process().lives())
                || !runId().processes().isEmpty();
    }
}
