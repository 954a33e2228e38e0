// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.common.sim.Scheduler;
import io.boxer.coordinator.SimCoordinator;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.Placed;
import io.boxer.overlay.punch.RendezvousAction;
import io.boxer.overlay.punch.RendezvousAction.Dialling;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.boxer.supervisor.SimNodeLink;
import io.boxer.supervisor.SimSupervisor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One seed: nodes come, break, freeze, die and call each other for a while, then everything heals and must be well. */
final class OverlayRun {
    private static final Endpoint RELAY = new Endpoint(OverlayAddress.parse("198.51.100.3"), 7710);
    private static final long STEP_NANOS = 200_000_000L;
    private static final int STEPS = 300;

    /** A connect() is over after the limit of an answer, a tick, and what the frozen and the slow add. */
    private static final long CONNECT_NANOS = 4_000_000_000L;

    private record Punched(SimSupervisor acceptor, Punch punch) {}

    private record Dialled(SimSupervisor caller, Dialling dialling) {}

    private final Scheduler scheduler = new Scheduler();
    private final SplittableRandom random;
    private final SimCoordinator coordinator;
    private final List<SimSupervisor> nodes = new ArrayList<>();
    private final Map<Long, Punched> punches = new HashMap<>();
    private final Map<Long, Dialled> dials = new HashMap<>();
    private final List<String> hung = new ArrayList<>();
    private final boolean withRelay;
    private long connects;

    OverlayRun(long seed) {
        random = new SplittableRandom(seed);
        withRelay = random.nextBoolean();
        coordinator = new SimCoordinator(scheduler, random.split(), withRelay ? Optional.of(RELAY) : Optional.empty());
    }

    /** @return how many connections were agreed upon */
    long run() {
        for (int step = 0; step < STEPS; step++) {
            deed();
            scheduler.runUntil(scheduler.now() + STEP_NANOS);
            everybodyIsSomebody();
        }
        heal();
        scheduler.runUntil(scheduler.now() + 60_000_000_000L);
        everybodyIsSomebody();
        everybodyKnowsEverybody();
        nobodyIsLeftOutside();
        everybodyReachesEverybody();
        assertThat(hung).isEmpty();
        return connects;
    }

    private void deed() {
        int what = random.nextInt(100);
        if (what < 12 && alive().size() < 8) {
            join();
        } else if (what < 50) {
            call();
        } else if (what < 58) {
            link();
        } else if (what < 60) {
            anyone().ifPresent(SimSupervisor::breakNodeLinks);
        } else if (what < 66) {
            anyone().ifPresent(SimSupervisor::breakLinks);
        } else if (what < 70) {
            anyone().ifPresent(SimSupervisor::kill);
        } else if (what < 74) {
            anyone().ifPresent(this::freeze);
        } else if (what < 77) {
            coordinator.crash();
            scheduler.after(random.nextLong(3_000_000_000L), coordinator::restart);
        }
    }

    private void join() {
        int host = random.nextInt(3);
        Optional<NodeId> name =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(new NodeId("n" + random.nextInt(6)));
        nodes.add(new SimSupervisor(
                scheduler,
                random.split(),
                coordinator,
                new HostId("aa:" + host),
                new Endpoint(OverlayAddress.parse("198.51.100." + (10 + host)), 40_000),
                host != 2,
                name,
                this::crossed));
    }

    /** Two that have connected before have a link of their own, direct or relayed. */
    private void link() {
        var one = anyone().filter(SimSupervisor::isJoined).filter(node -> !node.isFrozen());
        var other = anyone().filter(SimSupervisor::isJoined).filter(node -> !node.isFrozen());
        if (one.isPresent() && other.isPresent() && one.get() != other.get()) {
            boolean direct = keepsPorts(one.get()) && keepsPorts(other.get()) && random.nextInt(3) > 0;
            if (direct || withRelay) {
                var relay = direct ? Optional.<Endpoint>empty() : Optional.of(RELAY);
                SimNodeLink.between(scheduler, random.split(), one.get(), other.get(), relay);
            }
        }
    }

    private void freeze(SimSupervisor node) {
        if (!node.isFrozen()) {
            node.freeze();
            scheduler.after(random.nextLong(30_000_000_000L), node::thaw);
        }
    }

    private void call() {
        var caller = anyone().filter(node -> !node.isFrozen());
        var callee = anyone().flatMap(SimSupervisor::name);
        if (caller.isPresent() && callee.isPresent()) {
            call(caller.get(), callee.get(), random.nextInt(4) == 0 ? 81 : 80);
        }
    }

    private void call(SimSupervisor caller, NodeId callee, int port) {
        boolean[] answered = new boolean[1];
        caller.connect(callee, port, answer -> {
            answered[0] = true;
            if (answer instanceof Dialling dialling) {
                dialled(caller, dialling);
            }
        });
        scheduler.after(CONNECT_NANOS, () -> {
            if (!answered[0] && caller.isAlive() && !caller.isFrozen()) {
                hung.add("%s calling %s at %d ms".formatted(caller, callee, scheduler.now() / 1_000_000));
            }
        });
    }

    private void crossed(SimSupervisor node, RendezvousAction action) {
        if (action instanceof Punch punch) {
            assertThat(punches.put(punch.session(), new Punched(node, punch)))
                    .as("one connection is made once")
                    .isNull();
            Optional.ofNullable(dials.remove(punch.session())).ifPresent(this::met);
        }
    }

    /** Who has a link dials before the other end has heard of it. */
    private void dialled(SimSupervisor caller, Dialling dialling) {
        var dialled = new Dialled(caller, dialling);
        if (punches.containsKey(dialling.plan().session())) {
            met(dialled);
        } else {
            dials.put(dialling.plan().session(), dialled);
        }
    }

    /** The two ends must meet: the same key, at each other's address or both at the relay, and it is the node that was called. */
    private void met(Dialled dialled) {
        var caller = dialled.caller();
        var dialling = dialled.dialling();
        var plan = dialling.plan();
        var other = Optional.ofNullable(punches.get(plan.session())).orElseThrow();
        var punch = other.punch();
        connects += punch.refusing() ? 0 : 1;
        assertThat(other.acceptor().name()).contains(dialling.to());
        assertThat(caller.name()).contains(punch.from());
        assertThat(punch.refusing()).isEqualTo(punch.port() != 80);
        assertThat(punch.key()).isEqualTo(plan.key());
        assertThat(punch.relayed()).isEqualTo(plan.relayed());
        if (plan.relayed()) {
            assertThat(plan.peer()).isEqualTo(RELAY);
            assertThat(punch.towards()).isEqualTo(RELAY);
        } else {
            assertThat(plan.peer()).isEqualTo(other.acceptor().host().withPort(punch.localPort()));
            assertThat(punch.towards()).isEqualTo(caller.host().withPort(plan.localPort()));
        }
    }

    /** No two nodes that are in the overlay have one name or one address. */
    private void everybodyIsSomebody() {
        var joined = nodes.stream()
                .filter(SimSupervisor::isJoined)
                .filter(node -> !node.isFrozen())
                .toList();
        assertThat(joined).extracting(SimSupervisor::placed).doesNotHaveDuplicates();
        assertThat(joined).extracting(SimSupervisor::name).doesNotHaveDuplicates();
    }

    private void heal() {
        coordinator.restart();
        nodes.forEach(SimSupervisor::thaw);
    }

    private void everybodyKnowsEverybody() {
        var members = coordinator.members();
        for (var node : well()) {
            for (Member member : members) {
                assertThat(node.knows(member.name()))
                        .as("%s knows %s", node, member)
                        .contains(member);
            }
        }
        assertThat(well())
                .extracting(node -> node.name().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(
                        members.stream().map(Member::name).toList());
    }

    /** But for a node that stood still so long that its name or its address was given to another one. */
    private void nobodyIsLeftOutside() {
        for (var node : alive()) {
            if (!node.isJoined()) {
                assertThat(node.isRefused()
                                || coordinator.members().stream().anyMatch(member -> mayBeInTheWay(member, node)))
                        .as("%s is outside", node)
                        .isTrue();
            }
        }
    }

    /** Of two nodes of one name, one of which was taken for dead, a coordinator that forgot both takes back the first to come. */
    private boolean mayBeInTheWay(Member member, SimSupervisor node) {
        boolean same = isOf(member, node);
        boolean oneWasFrozen = nodes.stream().anyMatch(other -> isOf(member, other) && other.wasFrozen());
        return same && (node.wasFrozen() || oneWasFrozen);
    }

    private static boolean isOf(Member member, SimSupervisor node) {
        boolean sameName = node.name().filter(member.name()::equals).isPresent();
        return sameName
                || node.placed()
                        .map(Placed::address)
                        .filter(member.address()::equals)
                        .isPresent();
    }

    private void everybodyReachesEverybody() {
        for (var caller : well()) {
            for (var callee : well()) {
                boolean reachable = withRelay || (keepsPorts(caller) && keepsPorts(callee));
                long before = connects;
                call(caller, callee.name().orElseThrow(), 80);
                scheduler.runUntil(scheduler.now() + CONNECT_NANOS + 1);
                assertThat(connects - before)
                        .as("connections of %s with %s", caller, callee)
                        .isEqualTo(reachable ? 1 : 0);
            }
        }
    }

    private static boolean keepsPorts(SimSupervisor node) {
        return !node.host().address().equals(OverlayAddress.parse("198.51.100.12"));
    }

    /** Alive, and in the overlay: a node whose name or address another one has by now stays outside, and says so. */
    private List<SimSupervisor> well() {
        return nodes.stream().filter(SimSupervisor::isJoined).toList();
    }

    private List<SimSupervisor> alive() {
        return nodes.stream().filter(SimSupervisor::isAlive).toList();
    }

    private Optional<SimSupervisor> anyone() {
        var alive = alive();
        return alive.isEmpty() ? Optional.empty() : Optional.of(alive.get(random.nextInt(alive.size())));
    }
}
