// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

import io.boxer.cluster.status.StoreStatus;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.common.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A store's status as a table. Stateless. */
public final class StatusTable {
    private StatusTable() {}

    /** A line for the store, one for the head, one for each node, dead ones included. */
    public static List<String> lines(StoreStatus status, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "%s in %d files · at most %s · blocks of %s · lost %s",
                size(status.bytesStored()),
                status.files(),
                size(status.peakBytes()),
                DataSize.ofBytes(status.blockSizeBytes()),
                size(status.lostBytes())));
        lines.add(line("%-12s %-10s %-28s %10s %10s %7s  %s", "node", "state", "pool", "used", "of", "blocks", "")
                .stripTrailing());
        for (Node node : status.nodes()) {
            long capacity = (node.memorySlots() + node.spillSlots()) * status.blockSizeBytes();
            lines.add(line(
                            "%-12s %-10s %-28s %10s %10s %7d  %s",
                            node.name(),
                            node.state().toLowerCase(Locale.ROOT),
                            node.pool(),
                            size(node.bytes()),
                            size(capacity),
                            node.blocks(),
                            progress(status, node))
                    .stripTrailing());
        }
        return terminal.live() ? lines.stream().map(text -> cut(text, terminal)).toList() : lines;
    }

    /** What is drawn over must not wrap. */
    private static String cut(String text, Terminal terminal) {
        return text.substring(0, Math.min(text.length(), terminal.columns() - 1));
    }

    private static String progress(StoreStatus status, Node node) {
        return NodeWords.drainOf(status, node)
                .map(drain -> "%s: %s of %s moved, %s lost"
                        .formatted(
                                drain.kind(),
                                size(drain.bytesMoved()),
                                size(drain.bytesAtNotice()),
                                size(drain.bytesLost())))
                .orElse("");
    }

    private static String size(long bytes) {
        return DataSize.ofBytes(bytes).rounded();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
