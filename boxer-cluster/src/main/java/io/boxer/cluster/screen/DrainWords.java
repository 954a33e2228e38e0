// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.common.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A drain in words. Stateless. */
public final class DrainWords {
    private static final int BAR = 24;

    private DrainWords() {}

    /** Two lines while it goes on. */
    public static List<String> progress(Drain drain, Terminal terminal) {
        double share = (double) drain.bytesMoved() / Math.max(1, drain.bytesAtNotice());
        return List.of(
                line(
                        "%s  cordoned · %s in %d blocks",
                        drain.node(), size(drain.bytesAtNotice()), drain.blocksAtNotice()),
                line(" %s %3.0f %%  %.1f s", Bar.of(share, BAR, terminal), 100 * share, drain.drainSeconds()));
    }

    /** What became of it, and whether the node may go. */
    public static List<String> result(Drain drain) {
        List<String> lines = new ArrayList<>();
        String targets = new TreeMap<>(drain.targets())
                .entrySet().stream()
                        .map(target -> size(target.getValue()) + " to " + target.getKey())
                        .collect(Collectors.joining(", "));
        lines.add(line(
                "%s %s in %.1f s: %d blocks moved%s, %d lost.%s",
                drain.node(),
                drain.state().equals("DONE") ? "drained" : drain.state().toLowerCase(Locale.ROOT),
                drain.drainSeconds(),
                drain.blocksMoved(),
                targets.isEmpty() ? "" : " (" + targets + ")",
                drain.blocksLost(),
                drain.state().equals("DONE") && drain.blocksLost() == 0 ? " The node may go." : ""));
        if (drain.bytesLost() > 0) {
            lines.add(line("%s were lost with it", size(drain.bytesLost())));
        }
        return lines;
    }

    private static String size(long bytes) {
        return DataSize.ofBytes(bytes).rounded();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
