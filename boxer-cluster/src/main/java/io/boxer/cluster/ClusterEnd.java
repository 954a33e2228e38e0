// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster;

import io.boxer.cluster.state.ClusterState;
import io.boxer.cluster.state.Member;
import io.boxer.common.process.Ending;
import io.boxer.common.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The end of a whole cluster. The spot manager goes first, since it replaces what goes; then the market with its
 * instances; then the rest. Datanodes are not asked to drain: nobody is left who could read. Immutable.
 *
 * @param cluster as it was started
 */
public record ClusterEnd(ClusterState cluster) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Returns when no process of the cluster is left and its data are gone; the logs stay. */
    public void run() {
        Ending.end(named("spot-manager"), PATIENCE);
        Ending.end(cluster.runId().processes().stream().filter(this::isDatanode).toList(), Duration.ZERO);
        Ending.end(named("market"), PATIENCE);
        Ending.end(cluster.members().stream().map(Member::process).toList(), PATIENCE);
        Ending.end(cluster.runId().processes(), PATIENCE);
        removeData();
    }

    private List<ProcessId> named(String name) {
        return cluster.members().stream()
                .filter(member -> member.name().equals(name))
                .map(Member::process)
                .toList();
    }

    /** Of this cluster, stable or an instance of the market. */
    private boolean isDatanode(ProcessId process) {
        return process.commandLine().contains("datanode")
                && !process.commandLine().contains("market");
    }

    private void removeData() {
        Path logs = cluster.logs();
        try (Stream<Path> files = Files.walk(Path.of(cluster.directory()))) {
            files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.startsWith(logs) && !logs.startsWith(file))
                    .forEach(ClusterEnd::delete);
        } catch (java.nio.file.NoSuchFileException neverMade) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("the cluster's data cannot be removed", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
