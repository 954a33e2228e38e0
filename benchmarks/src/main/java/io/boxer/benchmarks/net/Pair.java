// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Column;
import io.boxer.benchmarks.Comparison;
import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.process.FreePort;
import java.util.List;

/**
 * A client and a server as nodes, and the same two without us, on the same network. Immutable.
 *
 * @param label how the network is called, in front of each figure's name
 * @param ours the two nodes
 * @param plain the two without us
 */
record Pair(String label, Ends ours, Ends plain) {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    /**
     * One of the two sides.
     *
     * @param name of the server, as the client reaches it
     */
    record Ends(Place client, Place server, String name) {}

    /** A port that nobody on this machine has now. */
    static int freePort() {
        return FreePort.of(ANY).port();
    }

    Column column(String what, String unit, Goal goal) {
        return new Column(label + ": " + what, unit, goal);
    }

    /**
     * Runs a client in turn on both sides and tells the figures.
     *
     * @param oursPort of the server that is a node, {@code plainPort} of the other
     */
    void compare(Listener listener, int rounds, List<Column> columns, int oursPort, int plainPort, Client client) {
        compare(
                new Comparison(columns, "native", () -> client.run(ours, oursPort), () -> client.run(plain, plainPort)),
                rounds,
                listener);
    }

    /** Tells the figures of a comparison; one that breaks is told as failed, and the others go on. */
    static void compare(Comparison comparison, int rounds, Listener listener) {
        listener.measuring(comparison.columns().get(0).name());
        try {
            comparison.run(rounds).forEach(listener::measured);
        } catch (BoxerException broken) {
            comparison.columns().forEach(column -> listener.failed(new Skipped(column.name(), broken.getMessage())));
        }
    }

    /** A client's program, run to its end. */
    @FunctionalInterface
    interface Client {
        /** One number for each column. */
        List<Double> run(Ends ends, int port);
    }
}
