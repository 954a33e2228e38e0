// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cli.Columns;
import io.boxer.common.DataSize;
import io.boxer.compose.app.AppStatus;
import io.boxer.compose.app.AppStatus.NodeStatus;
import io.boxer.compose.core.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Nodes of an application as a table for people. Stateless. */
final class NodeTable {
    private NodeTable() {}

    /** One line a node, under a heading. */
    static List<String> lines(AppStatus status) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "STATE", "ADDRESS", "FOR", "RESTARTS", "MEMORY", "CPU"));
        status.nodes().forEach(node -> rows.add(row(node, "%.1f s".formatted(node.cpuSeconds()))));
        return Columns.lines(rows);
    }

    /**
     * The same with the use of CPUs since an earlier look.
     *
     * @param percent by node
     */
    static List<String> lines(AppStatus status, Map<String, Double> percent) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "STATE", "ADDRESS", "FOR", "RESTARTS", "MEMORY", "CPU"));
        status.nodes()
                .forEach(node -> rows.add(row(node, "%.0f %%".formatted(percent.getOrDefault(node.name(), 0.0)))));
        return Columns.lines(rows);
    }

    private static List<String> row(NodeStatus node, String cpu) {
        return List.of(
                node.name(),
                state(node),
                node.address().isEmpty() ? "-" : node.address(),
                age(node.stateSeconds()),
                Integer.toString(node.restarts()),
                node.memoryBytes() == 0
                        ? "-"
                        : DataSize.ofBytes(node.memoryBytes()).rounded(),
                cpu);
    }

    /** In lower case, with the exit code of what has ended. */
    static String state(NodeStatus node) {
        String word = node.state().name().toLowerCase(Locale.ROOT);
        boolean over = node.state() == NodeState.FAILED || node.state() == NodeState.PAUSING;
        return over ? word + " (" + node.exitCode() + ")" : word;
    }

    /** Ports of this machine. */
    static List<String> ports(AppStatus status) {
        return status.published().stream()
                .map(port -> "%s -> %s port %d".formatted(port.address(), port.service(), port.nodePort()))
                .toList();
    }

    private static String age(double seconds) {
        long whole = (long) seconds;
        if (whole < 120) {
            return whole + " s";
        }
        return whole < 7200 ? whole / 60 + " min" : whole / 3600 + " h";
    }
}
