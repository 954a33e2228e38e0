// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.explain;

import io.boxer.common.NodeId;
import io.boxer.overlay.Member;
import io.boxer.overlay.PathFacts;
import io.boxer.overlay.PathFacts.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which way a connection from one node to another goes, and why: what {@link io.boxer.overlay.punch.RendezvousCore} of the two
 * would agree on now. Pure.
 *
 * @param way that was taken by the measurement, if there was one; else the one that would be tried first
 * @param reasons sentences for people, in the order in which it was decided
 * @param trouble why it was not measured though asked for; else empty
 */
public record PathReport(
        NodeId from, NodeId to, Way way, List<String> reasons, Optional<Measured> measured, String trouble) {
    public PathReport {
        reasons = List.copyOf(reasons);
    }

    /**
     * Decides.
     *
     * @param facts what the supervisor of {@code from} knows of the way to {@code to}
     * @param others what that of {@code to} knows of the way back
     */
    public static PathReport of(Member from, PathFacts facts, Member to, PathFacts others) {
        var reasons = new ArrayList<String>();
        var planned = plan(from, facts, to, others, reasons);
        var way = planned;
        if (planned != Way.RELAYED && facts.measured().filter(Measured::relayed).isPresent()) {
            way = Way.RELAYED;
            reasons.add("a direct path was tried just now and failed, so both met at the relay");
        }
        return new PathReport(from.name(), to.name(), way, reasons, facts.measured(), facts.trouble());
    }

    private static Way plan(Member from, PathFacts facts, Member to, PathFacts others, List<String> reasons) {
        if (from.host().equals(to.host())) {
            reasons.add("both are on one host: a connection goes over its loopback, nobody is asked");
            return Way.SAME_HOST;
        }
        reasons.add(describe(from.name(), facts));
        reasons.add(describe(to.name(), others));
        boolean portsKept = facts.keepsPorts() && others.keepsPorts();
        if (portsKept && !facts.failedLately()) {
            boolean nat = facts.isBehindNat() || others.isBehindNat();
            reasons.add(
                    nat
                            ? "both know under which port they appear, so both dial at once and each opens its NAT for the other"
                            : "there is no NAT between them: both dial at once");
            return nat ? Way.PUNCHED : Way.DIRECT;
        }
        if (facts.failedLately()) {
            reasons.add("a direct path from %s to %s has failed within the last ten minutes"
                    .formatted(from.name(), to.name()));
        } else {
            reasons.add("nobody can be told under which port to dial %s"
                    .formatted(facts.keepsPorts() ? to.name() : from.name()));
        }
        return relay(others, reasons);
    }

    /** Who is called decides where both meet. */
    private static Way relay(PathFacts others, List<String> reasons) {
        if (others.relay().isPresent()) {
            reasons.add("both meet at the relay %s".formatted(others.relay().get()));
            return Way.RELAYED;
        }
        reasons.add("the overlay has no relay: start 'boxer relay', and the coordinator with --relay HOST:PORT");
        return Way.NONE;
    }

    private static String describe(NodeId name, PathFacts facts) {
        if (!facts.isBehindNat()) {
            return facts.keepsPorts()
                    ? "%s has no NAT: it is %s everywhere"
                            .formatted(name, facts.own().address())
                    : "%s has no NAT, but its ports change: %s appears as %s"
                            .formatted(name, facts.own(), facts.seenAs());
        }
        return "%s is behind a NAT that %s ports: %s appears as %s"
                .formatted(name, facts.keepsPorts() ? "keeps" : "changes", facts.own(), facts.seenAs());
    }
}
