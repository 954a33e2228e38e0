// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Column;
import io.boxer.benchmarks.Comparison;
import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import java.util.List;

/** Nodes of one host: needs no privilege. Stateless. */
final class Connections implements Section {
    private static final String WITHOUT = "without the shim";
    private static final int CONNECTS = 1000;
    /** Both sides together must not run out of local ports: those of closed connections are free again after a minute. */
    private static final int FEW = 300;

    private static final int CALLS = 100_000;

    /** What takes half a second is run more often: the machine may have other work. */
    private static final int CHEAP = 4;

    @Override
    public String name() {
        return "host";
    }

    @Override
    public void run(Tools tools, int rounds, Listener listener) {
        try (Site site = Site.open(tools)) {
            int inside = Pair.freePort();
            int outside = Pair.freePort();
            Place plain = site.plain();
            Place client = site.node("client");
            Place server = site.node("server");
            var pair = new Pair(
                    "one host", new Pair.Ends(client, server, "server"), new Pair.Ends(plain, plain, "127.0.0.1"));
            Measure.serve(server, inside);
            Measure.serve(plain, outside);
            var ours = new Measure(client, "server", inside);
            var peer = new Measure(plain, "127.0.0.1", outside);
            Established.run(pair, inside, outside, CHEAP * rounds, listener);
            Pair.compare(connects(ours, peer), rounds, listener);
            Pair.compare(hostsOwn(new Measure(client, "127.0.0.1", outside), peer), rounds, listener);
            outside(client, plain, outside, rounds, listener);
            Pair.compare(calls(client, plain), 3 * CHEAP * rounds, listener);
            Redis.run(pair, tools.guests(), rounds, listener);
            Postgres.run(pair, tools.guests(), rounds, listener);
            Web.run(pair, tools.guests(), rounds, listener);
        }
    }

    private static Comparison connects(Measure ours, Measure peer) {
        return new Comparison(
                List.of(
                        new Column("one host: connect + first byte, p50", "us", Goal.none()),
                        new Column("one host: connect + first byte, p99", "us", Goal.none()),
                        new Column("one host: connects that succeed", "of " + CONNECTS, Goal.atLeast(CONNECTS))),
                "loopback",
                () -> ours.connects(CONNECTS),
                () -> peer.connects(CONNECTS));
    }

    /** A program of the host on 127.0.0.1: the shim must first see that the node itself does not listen there. */
    private static Comparison hostsOwn(Measure ours, Measure peer) {
        return new Comparison(
                List.of(new Column("connect to the host's own 127.0.0.1, p50", "us", Goal.none())),
                WITHOUT,
                () -> ours.connects(CONNECTS),
                () -> peer.connects(CONNECTS));
    }

    private static void outside(Place client, Place plain, int port, int rounds, Listener listener) {
        var column = new Column("connect outside the overlay, p50", "us", Goal.ratioAtMost(1.02));
        HostAddress.own()
                .ifPresentOrElse(
                        address -> Pair.compare(
                                new Comparison(
                                        List.of(column),
                                        WITHOUT,
                                        () -> new Measure(client, address, port).connects(FEW),
                                        () -> new Measure(plain, address, port).connects(FEW)),
                                CHEAP * rounds,
                                listener),
                        () -> listener.skipped(
                                new Skipped(column.name(), "this host has no IPv4 address but those of its loopback")));
    }

    private static Comparison calls(Place ours, Place peer) {
        return new Comparison(
                List.of(
                        new Column("getpid()", "ns", Goal.ratioAtMost(1.02)),
                        new Column("write()", "ns", Goal.ratioAtMost(1.02)),
                        new Column("read()", "ns", Goal.ratioAtMost(1.02)),
                        new Column("epoll_wait()", "ns", Goal.ratioAtMost(1.02))),
                WITHOUT,
                () -> Measure.calls(ours, CALLS),
                () -> Measure.calls(peer, CALLS));
    }
}
