// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.lab.LabHost;
import io.boxer.lab.MatrixOutcome;
import java.util.List;
import java.util.Locale;

/** Outcomes of the NAT matrix, a line each as they come, and as JSON. Stateless. */
final class MatrixTable {
    private static final String FORM = "%-8s %-8s %-34s %-13s %-12s %-8s %s";

    /** What {@code --json} prints of a pair of hosts. */
    record Shown(
            String one,
            String other,
            String nats,
            int tried,
            int right,
            int wrong,
            long direct,
            long relayed,
            String expected,
            double medianMillis,
            List<String> troubles) {}

    private MatrixTable() {}

    static String heading() {
        return FORM.formatted("HOST", "HOST", "NATS", "CONNECTED", "PATH", "MEDIAN", "WRONG PEER");
    }

    static String line(MatrixOutcome outcome) {
        return FORM.formatted(
                outcome.pair().one().name(),
                outcome.pair().other().name(),
                nats(outcome),
                outcome.right() + " of " + outcome.tried(),
                path(outcome),
                String.format(Locale.ROOT, "%.1f ms", outcome.medianMillis()),
                outcome.wrong());
    }

    static Shown shown(MatrixOutcome outcome) {
        return new Shown(
                outcome.pair().one().name(),
                outcome.pair().other().name(),
                nats(outcome),
                outcome.tried(),
                outcome.right(),
                outcome.wrong(),
                outcome.right() - outcome.relayed(),
                outcome.relayed(),
                outcome.pair().expected().name().toLowerCase(Locale.ROOT),
                outcome.medianMillis(),
                outcome.troubles());
    }

    private static String nats(MatrixOutcome outcome) {
        LabHost one = outcome.pair().one();
        LabHost other = outcome.pair().other();
        return one.isNeighbourOf(other) ? "one " + one.nat() : one.nat() + " - " + other.nat();
    }

    private static String path(MatrixOutcome outcome) {
        if (outcome.right() == 0) {
            return "none";
        }
        if (outcome.relayed() == 0) {
            return "direct";
        }
        return outcome.relayed() >= outcome.right() ? "relayed" : outcome.relayed() + " relayed";
    }
}
