// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.sim.Scheduler;
import io.boxer.coordinator.SimCoordinator;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.NodeToken;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayMessage.Forwarded;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.OverlayTimes;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.Placed;
import io.boxer.overlay.punch.ConnectionKey;
import io.boxer.overlay.punch.RendezvousAction;
import io.boxer.overlay.punch.RendezvousCore;
import io.boxer.overlay.punch.RendezvousEvent;
import io.boxer.overlay.punch.Self;
import io.boxer.overlay.sim.SimLink;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The cores of one supervisor as a process that dies, and stands still for a while. */
public final class SimSupervisor {
    private static final HostPort SOMEWHERE = new HostPort("198.51.100.1", 7700);
    private static final long TICK_NANOS = 250_000_000L;

    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final SimCoordinator coordinator;
    private final Endpoint host;
    private final boolean keepsPorts;
    private final BiConsumer<SimSupervisor, RendezvousAction> crossing;
    private final NodeCore node = new NodeCore();
    private final LinkCore link;
    private final RendezvousCore rendezvous;
    private final Map<Long, SimLink> links = new HashMap<>();
    private final Map<NodeId, SimNodeLink> nodeLinks = new LinkedHashMap<>();
    private final Map<Long, Consumer<RendezvousAction>> asking = new HashMap<>();
    private final Set<SimNodeLink> ends = new LinkedHashSet<>();
    private final Queue<Runnable> whileFrozen = new ArrayDeque<>();
    private Optional<Placed> placed = Optional.empty();
    private Optional<NodeId> name = Optional.empty();
    private Optional<Self> self = Optional.empty();
    private long questions;
    private long mayBreakNanos;
    private boolean alive = true;
    private boolean frozen;
    private boolean everFrozen;
    private boolean refused;

    /**
     * @param host where its NAT appears
     * @param crossing told of dials and punches
     */
    public SimSupervisor(
            Scheduler scheduler,
            SplittableRandom random,
            SimCoordinator coordinator,
            HostId hostId,
            Endpoint host,
            boolean keepsPorts,
            Optional<NodeId> wanted,
            BiConsumer<SimSupervisor, RendezvousAction> crossing) {
        this.scheduler = scheduler;
        this.random = random;
        this.coordinator = coordinator;
        this.host = host;
        this.keepsPorts = keepsPorts;
        this.crossing = crossing;
        link = new LinkCore(new NodeToken(random.nextLong(), random.nextLong()), hostId, true, wanted);
        rendezvous = new RendezvousCore(
                port -> port == 80, () -> self, random::nextLong, () -> ConnectionKey.of(bytes(random)));
        link(new LinkEvent.Started());
        tick();
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[ConnectionKey.LENGTH_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Runs it in this process: now, when it thaws, or never. */
    private void run(Runnable event) {
        if (alive && frozen) {
            whileFrozen.add(event);
        } else if (alive) {
            event.run();
        }
    }

    private void later(long nanos, Runnable event) {
        scheduler.after(nanos, () -> run(event));
    }

    private void tick() {
        later(TICK_NANOS, () -> {
            rendezvous(new RendezvousEvent.Ticked());
            tick();
        });
    }

    private void link(LinkEvent event) {
        for (var action : link.handle(event)) {
            if (action instanceof LinkAction.Find) {
                later(1_000_000, () -> link(new LinkEvent.Found(SOMEWHERE)));
            } else if (action instanceof LinkAction.Connect connect) {
                later(1 + random.nextLong(5_000_000), () -> connect(connect.attempt()));
            } else if (action instanceof LinkAction.Send send) {
                Optional.ofNullable(links.get(send.attempt())).ifPresent(to -> to.toServer(send.message()));
            } else if (action instanceof LinkAction.Pause pause) {
                later(pause.time().toNanos(), () -> link(new LinkEvent.PauseOver()));
            } else if (action instanceof LinkAction.Learn learn) {
                learn(learn.message());
            } else if (action instanceof LinkAction.GiveUp) {
                refused = true;
            }
        }
    }

    private void connect(long attempt) {
        if (!coordinator.isUp()) {
            link(new LinkEvent.Closed(attempt, "refused"));
            return;
        }
        SimLink.End mine = new SimLink.End() {
            @Override
            public void heard(OverlayMessage message) {
                run(() -> link(new LinkEvent.Heard(attempt, message)));
            }

            @Override
            public void closed() {
                run(() -> {
                    links.remove(attempt);
                    link(new LinkEvent.Closed(attempt, "closed"));
                });
            }
        };
        links.put(attempt, coordinator.accept(host, theirs -> new SimLink(scheduler, random, mine, theirs)));
        link(new LinkEvent.Opened(attempt));
    }

    private void learn(OverlayMessage message) {
        node.learn(message);
        nodeLinks.forEach((to, nodeLink) -> {
            if (!nodeLink.leadsTo(node.named(to))) {
                nodeLink.breakUp();
            }
        });
        if (message instanceof Welcome welcome) {
            placed.ifPresent(before -> assertThat(welcome.placed()).isEqualTo(before));
            name.ifPresent(before -> assertThat(welcome.name()).isEqualTo(before));
            placed = Optional.of(welcome.placed());
            name = Optional.of(welcome.name());
            self = Optional.of(new Self(host, keepsPorts, welcome.relay()));
        } else if (message instanceof Forwarded forwarded) {
            rendezvous(new RendezvousEvent.Said(forwarded.from(), forwarded.message()));
        }
    }

    private void rendezvous(RendezvousEvent event) {
        for (var action : rendezvous.handle(event, scheduler.now())) {
            if (action instanceof RendezvousAction.Tell tell && nodeLinks.containsKey(tell.to())) {
                nodeLinks.get(tell.to()).say(this, tell.to(), tell.message());
            } else if (action instanceof RendezvousAction.Tell tell) {
                if (link.state() == LinkCore.State.JOINED) {
                    links.values().forEach(to -> to.toServer(new Forward(tell.to(), tell.message())));
                }
            } else if (action instanceof RendezvousAction.Dialling dialling) {
                crossing.accept(this, action);
                answer(dialling.question(), action);
            } else if (action instanceof RendezvousAction.Failed failed) {
                answer(failed.question(), action);
            } else {
                crossing.accept(this, action);
            }
        }
    }

    private void answer(long question, RendezvousAction action) {
        Optional.ofNullable(asking.remove(question)).ifPresent(then -> then.accept(action));
    }

    /** Its guest calls connect(); {@code then} hears how the kernel is to dial, or why not. */
    public void connect(NodeId to, int port, Consumer<RendezvousAction> then) {
        run(() -> {
            long question = ++questions;
            asking.put(question, then);
            rendezvous(new RendezvousEvent.Asked(question, to, port, 0));
        });
    }

    /**
     * A link with another supervisor stands.
     *
     * @param direct whether nobody is between the two
     */
    void linked(SimSupervisor other, SimNodeLink nodeLink, boolean direct, Endpoint at) {
        ends.add(nodeLink);
        run(() -> other.name().ifPresent(to -> {
            if (nodeLink.leadsTo(node.named(to))) {
                nodeLinks.put(to, nodeLink);
                rendezvous(new RendezvousEvent.Linked(to, direct, at));
            } else {
                nodeLink.breakUp();
            }
        }));
    }

    void heard(SimSupervisor other, PeerMessage message) {
        run(() -> other.name().ifPresent(from -> rendezvous(new RendezvousEvent.Said(from, message))));
    }

    void severed(SimNodeLink nodeLink) {
        run(() -> {
            for (NodeId to : List.copyOf(nodeLinks.keySet())) {
                if (nodeLinks.remove(to, nodeLink)) {
                    rendezvous(new RendezvousEvent.Severed(to));
                }
            }
        });
    }

    /** Some of its links with other supervisors break, as they do when they are idle. */
    public void breakNodeLinks() {
        nodeLinks.values().forEach(SimNodeLink::breakUp);
    }

    public void kill() {
        if (alive) {
            alive = false;
            whileFrozen.clear();
            links.values().forEach(to -> to.died(false));
            ends.forEach(SimNodeLink::breakUp);
        }
    }

    public void freeze() {
        frozen = true;
        everFrozen = true;
    }

    public void thaw() {
        frozen = false;
        while (!whileFrozen.isEmpty() && !frozen) {
            whileFrozen.remove().run();
        }
    }

    /** One who is cut off twice within the time for which its name is kept may lose it: that is no error. */
    public void breakLinks() {
        if (scheduler.now() > mayBreakNanos) {
            mayBreakNanos = scheduler.now() + 2 * OverlayTimes.GRACE.toNanos();
            links.values().forEach(SimLink::breakUp);
        }
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** Whether it may have missed so much that it was taken for dead. */
    public boolean wasFrozen() {
        return everFrozen;
    }

    /** It may never have been in the overlay, and never will be. */
    public boolean isRefused() {
        return refused;
    }

    public boolean isJoined() {
        return alive
                && link.state() == LinkCore.State.JOINED
                && links.values().stream().noneMatch(SimLink::isOver);
    }

    public Optional<NodeId> name() {
        return name;
    }

    public Optional<Placed> placed() {
        return placed;
    }

    public Endpoint host() {
        return host;
    }

    /** What it knows of another node. */
    public Optional<Member> knows(NodeId other) {
        return node.named(other);
    }

    @Override
    public String toString() {
        return name.map(NodeId::value).orElse("?")
                + placed.map(Placed::toString).orElse("")
                + nodeLinks.keySet();
    }
}
