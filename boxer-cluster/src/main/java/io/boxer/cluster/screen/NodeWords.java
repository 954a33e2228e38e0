// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

import io.boxer.cluster.screen.Terminal.Colour;
import io.boxer.cluster.status.StoreStatus;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.common.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The nodes of a store in a few words each, for a live display. Stateless. */
public final class NodeWords {
    private NodeWords() {}

    /** As many lines as it takes; nodes that are gone are left out. */
    public static List<String> lines(StoreStatus status, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = 0;
        for (Node node : status.nodes()) {
            if (node.state().equals("GONE") || node.state().equals("DEAD")) {
                continue;
            }
            String words = words(node, drainOf(status, node), terminal);
            if (width > 0 && width + 2 + words.length() > terminal.columns() - 1) {
                lines.add(line.toString());
                line = new StringBuilder();
                width = 0;
            }
            line.append(width == 0 ? " " : "  ").append(terminal.paint(colour(node), words));
            width += words.length() + 2;
        }
        if (width > 0) {
            lines.add(line.toString());
        }
        return lines;
    }

    /** One node, such as {@code spot-3 notice, 14 s left, 61 % moved (88.0 MiB of 144.0 MiB)}. */
    static String words(Node node, Optional<Drain> drain, Terminal terminal) {
        if (node.state().equals("ACTIVE")) {
            double full = 1 - (double) node.freeMemorySlots() / Math.max(1, node.memorySlots());
            return "%s %s %s".formatted(node.name(), Bar.small(full, terminal), size(node.bytes()));
        }
        if (drain.isEmpty()) {
            return node.name() + " " + node.state().toLowerCase(Locale.ROOT);
        }
        Drain one = drain.orElseThrow();
        String left = node.deadlineMillis() >= 0 ? ", %d s left".formatted(node.deadlineMillis() / 1000) : "";
        return "%s %s%s, %d %% moved (%s of %s)"
                .formatted(
                        node.name(),
                        one.kind(),
                        left,
                        100 * one.bytesMoved() / Math.max(1, one.bytesAtNotice()),
                        size(one.bytesMoved()),
                        size(one.bytesAtNotice()));
    }

    /** The latest drain of a node. */
    static Optional<Drain> drainOf(StoreStatus status, Node node) {
        return status.drains().stream()
                .filter(drain -> drain.node().equals(node.name()))
                .reduce((earlier, later) -> later);
    }

    private static Colour colour(Node node) {
        return switch (node.state()) {
            case "ACTIVE" -> Colour.GOOD;
            case "JOINING", "DRAINED" -> Colour.DIM;
            default -> Colour.WARN;
        };
    }

    private static String size(long bytes) {
        return DataSize.ofBytes(bytes).rounded();
    }
}
