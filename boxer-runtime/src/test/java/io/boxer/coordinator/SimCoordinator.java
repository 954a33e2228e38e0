// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.sim.Scheduler;
import io.boxer.coordinator.MembershipAction.Close;
import io.boxer.coordinator.MembershipAction.Send;
import io.boxer.coordinator.MembershipEvent.Connected;
import io.boxer.coordinator.MembershipEvent.Disconnected;
import io.boxer.coordinator.MembershipEvent.Said;
import io.boxer.coordinator.MembershipEvent.Ticked;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.OverlayTimes;
import io.boxer.overlay.sim.SimLink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The coordinator's core as a process that dies and is started again. */
public final class SimCoordinator {
    private static final HostId OWN = new HostId("aa:0");
    private static final long TICK_NANOS = 250_000_000L;
    private static final long RECOVERY_NANOS = OverlayTimes.GRACE.toNanos();

    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Optional<Endpoint> relay;
    private final Map<Long, SimLink> links = new HashMap<>();
    private MembershipCore core;
    private long connections;
    private int life;
    private boolean up = true;

    public SimCoordinator(Scheduler scheduler, SplittableRandom random, Optional<Endpoint> relay) {
        this.scheduler = scheduler;
        this.random = random;
        this.relay = relay;
        core = new MembershipCore(OverlayNetwork.DEFAULT, relay, OWN, 0, scheduler.now());
        tick(life);
    }

    private void tick(int ofLife) {
        scheduler.after(TICK_NANOS, () -> {
            if (up && life == ofLife) {
                handle(new Ticked());
                tick(ofLife);
            }
        });
    }

    public boolean isUp() {
        return up;
    }

    /**
     * A supervisor connects.
     *
     * @param link makes the link from this side's end
     */
    public SimLink accept(Endpoint from, Function<SimLink.End, SimLink> link) {
        long connection = ++connections;
        int ofLife = life;
        var made = link.apply(new SimLink.End() {
            @Override
            public void heard(OverlayMessage message) {
                if (up && life == ofLife) {
                    handle(new Said(connection, message));
                }
            }

            @Override
            public void closed() {
                if (up && life == ofLife && links.remove(connection) != null) {
                    handle(new Disconnected(connection));
                }
            }
        });
        links.put(connection, made);
        handle(new Connected(connection, from));
        return made;
    }

    private void handle(MembershipEvent event) {
        for (var action : core.handle(event, scheduler.now())) {
            if (action instanceof Send send) {
                Optional.ofNullable(links.get(send.connection())).ifPresent(link -> link.toClient(send.message()));
            } else if (action instanceof Close close && links.containsKey(close.connection())) {
                Optional.ofNullable(links.remove(close.connection())).ifPresent(SimLink::closeByServer);
                core.handle(new Disconnected(close.connection()), scheduler.now());
            }
        }
        assertThat(members()).extracting(Member::address).doesNotHaveDuplicates();
        assertThat(members()).extracting(Member::name).doesNotHaveDuplicates();
    }

    public void crash() {
        if (up) {
            up = false;
            life++;
            List.copyOf(links.values()).forEach(link -> link.died(true));
            links.clear();
        }
    }

    public void restart() {
        if (!up) {
            up = true;
            core = new MembershipCore(
                    OverlayNetwork.DEFAULT, relay, OWN, random.nextInt(253), scheduler.now() + RECOVERY_NANOS);
            tick(life);
        }
    }

    public List<Member> members() {
        return core.members();
    }
}
