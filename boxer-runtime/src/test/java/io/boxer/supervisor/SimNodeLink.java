// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.common.sim.Scheduler;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.Placed;
import io.boxer.overlay.sim.SimLink;
import java.util.Optional;
import java.util.SplittableRandom;

/** A link between two supervisors of different hosts: in order, late, or broken, of which each hears in its own time. */
public final class SimNodeLink {
    private final SimSupervisor one;
    private final SimSupervisor other;
    private final SimLink link;

    private SimNodeLink(Scheduler scheduler, SplittableRandom random, SimSupervisor one, SimSupervisor other) {
        this.one = one;
        this.other = other;
        this.link = new SimLink(scheduler, random, end(one, other), end(other, one));
    }

    /**
     * Makes one.
     *
     * @param relay where it meets; else it is direct
     */
    public static void between(
            Scheduler scheduler,
            SplittableRandom random,
            SimSupervisor one,
            SimSupervisor other,
            Optional<Endpoint> relay) {
        var made = new SimNodeLink(scheduler, random, one, other);
        one.linked(other, made, relay.isEmpty(), relay.orElse(other.host()));
        other.linked(one, made, relay.isEmpty(), relay.orElse(one.host()));
    }

    private SimLink.End end(SimSupervisor at, SimSupervisor from) {
        return new SimLink.End() {
            @Override
            public void heard(OverlayMessage message) {
                at.heard(from, ((Forward) message).message());
            }

            @Override
            public void closed() {
                at.severed(SimNodeLink.this);
            }
        };
    }

    void say(SimSupervisor from, NodeId to, PeerMessage message) {
        if (from == one) {
            link.toServer(new Forward(to, message));
        } else {
            link.toClient(new Forward(to, message));
        }
    }

    /** Whether one of its ends is this member, and not one that had its name before. */
    boolean leadsTo(Optional<Member> member) {
        return member.filter(known -> isAt(one, known) || isAt(other, known)).isPresent();
    }

    private static boolean isAt(SimSupervisor end, Member member) {
        return end.placed()
                .map(Placed::address)
                .filter(member.address()::equals)
                .isPresent();
    }

    void breakUp() {
        link.breakUp();
    }
}
