// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One run of one seed: faults while the clients work; then all is well again, and what must go on goes on; at last nothing is
 * under way, and everybody agrees on what is where.
 */
final class Simulation {
    private static final long SECOND = 1_000_000_000L;

    /** After the last fault: leases run out, attempts end, clients and nodes find their way back. */
    private static final long SETTLE_NANOS = 9 * SECOND;

    private static final List<String> POOLS = List.of("stable", "spot:small:a", "spot:small:b");

    /** What a run was like. */
    record Outcome(long seed, long hash, long steps, double virtualSeconds, Set<Marks.Mark> marks) {}

    private final World world;
    private final long seed;

    private Simulation(long seed, boolean readable, boolean checksOrder) {
        this.seed = seed;
        this.world = new World(seed, readable, checksOrder);
    }

    /**
     * @throws SimulationFailure if anything does not hold; it says how to see the run
     */
    static Outcome run(long seed) {
        return run(seed, true);
    }

    /** @param checksOrder false: a namenode that speaks before its log is durable must be noticed by the consequences */
    static Outcome run(long seed, boolean checksOrder) {
        Simulation simulation = new Simulation(seed, false, checksOrder);
        try {
            return simulation.run();
        } catch (RuntimeException | AssertionError failure) {
            throw new SimulationFailure(seed, simulation.world, failure);
        }
    }

    /** @return the readable trace of a run, and its failure if it has one */
    static List<String> trace(long seed) {
        Simulation simulation = new Simulation(seed, true, true);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError failure) {
            simulation.world.log("world", "FAILS", 0, failure::toString);
        }
        return simulation.world.journal.lines();
    }

    private Outcome run() {
        populate();
        world.begin(new Chaos(world));
        world.scheduler.runUntil((6 + world.random.nextInt(14)) * SECOND);
        heal();
        advance(SETTLE_NANOS);
        world.calm();
        advance(3 * SECOND);
        drainOne();
        advance(2 * SECOND);
        world.stopWork();
        finishWork();
        new LastLook(world).check();
        return new Outcome(
                seed, world.journal.hash(), world.scheduler.steps(), world.scheduler.now() / 1e9, world.marks.all());
    }

    private void populate() {
        world.namenode().boot();
        int nodes = 3 + world.random.nextInt(3);
        for (int i = 0; i < nodes; i++) {
            String pool = POOLS.get(world.random.nextInt(POOLS.size()));
            world.addNode("node-" + i, pool, 4 + world.random.nextInt(8), world.random.nextInt(3));
        }
        int clients = 2 + world.random.nextInt(3);
        for (int i = 1; i <= clients; i++) {
            world.addClient(i);
        }
    }

    private void advance(long nanos) {
        world.scheduler.runUntil(world.scheduler.now() + nanos);
    }

    private void heal() {
        world.log("world", "heals", 0, () -> "no more faults");
        world.faultsOff();
        world.network.healAll();
        world.namenode().boot();
        world.namenode().resume();
        world.nodes.forEach(SimProcess::resume);
        for (SimDatanode node : List.copyOf(world.nodes)) {
            if (world.random.nextBoolean()) {
                node.boot();
            }
            world.namenode().cordon(node.name, false);
        }
        world.clients.forEach(SimProcess::boot);
        world.addNode("node-new", "stable", 96, 0);
    }

    /** A drain that nothing disturbs must empty its node. */
    private void drainOne() {
        world.nodes.stream()
                .filter(node -> node.isUp() && !node.name.equals("node-new"))
                .findFirst()
                .ifPresent(node -> world.namenode().drain(node.name, "last", "scale-in", OptionalLong.empty()));
    }

    private void finishWork() {
        long latest = world.scheduler.now() + 3 * World.DEADLINE_NANOS;
        while (world.pendingOperations() > 0) {
            Violation.unless(
                    world.scheduler.now() < latest, "L2", "%d operations do not end", world.pendingOperations());
            advance(SECOND / 10);
        }
        advance(3 * SECOND);
    }
}
