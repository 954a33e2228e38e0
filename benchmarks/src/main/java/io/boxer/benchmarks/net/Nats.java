// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Column;
import io.boxer.benchmarks.Comparison;
import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import java.util.List;

/**
 * Two nodes behind a NAT each, in a lab; native through the same two NATs by a port that the second one forwards. Stateless.
 */
final class Nats implements Section {
    private static final String COORDINATOR = LabPlan.PUBLIC_ADDRESS + ":7700";
    private static final String CALLER = "pp1";
    private static final String SERVER = "pp2";
    private static final int CONNECTS = 1000;

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public void run(Tools tools, int rounds, Listener listener) {
        try (Site site = Site.open(tools);
                LabOfSite lab = LabOfSite.build(site, tools, "port-preserving:1,port-preserving:1")) {
            measure(site, lab.lab(), tools, rounds, listener);
        } catch (LabOfSite.NoLabException none) {
            listener.skipped(new Skipped("two NATs: everything", none.why()));
        }
    }

    private static void measure(Site site, Lab lab, Tools tools, int rounds, Listener listener) {
        List<String> here = lab.onHost(CALLER);
        List<String> there = lab.onHost(SERVER);
        site.serve("coordinator", lab.onPublicHost(), List.of("--listen", COORDINATOR, "--recovery", "0s"));
        List<String> join = List.of("--coordinator", COORDINATOR);
        var pair = new Pair(
                "two NATs",
                new Pair.Ends(site.node("caller", here, join), site.node("server", there, join), "server"),
                new Pair.Ends(
                        site.plain("plain-caller", here),
                        site.plain("plain-server", there),
                        new Forwarded(lab, SERVER).toAll()));
        int port = Pair.freePort();
        int plainPort = Pair.freePort();
        Measure.serve(pair.ours().server(), port);
        Measure.serve(pair.plain().server(), plainPort);
        Established.run(pair, port, plainPort, 2 * rounds, listener);
        Place open = site.plain("public", lab.onPublicHost());
        Measure.serve(open, plainPort);
        connects(
                new Measure(pair.ours().client(), "server", port),
                new Measure(pair.plain().client(), LabPlan.PUBLIC_ADDRESS, plainPort),
                rounds,
                listener);
        Redis.run(pair, tools.guests(), rounds, listener);
    }

    private static void connects(Measure ours, Measure peer, int rounds, Listener listener) {
        var columns = List.of(
                new Column("two NATs: connect + first byte, p50", "us", Goal.ratioAtMost(4)),
                new Column("two NATs: connect + first byte, p99", "us", Goal.ratioAtMost(4)),
                new Column("two NATs: connects that succeed", "of " + CONNECTS, Goal.atLeast(CONNECTS)));
        Pair.compare(
                new Comparison(
                        columns, "native, one NAT", () -> ours.connects(CONNECTS), () -> peer.connects(CONNECTS)),
                rounds,
                listener);
    }
}
