// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.namenode.LogRecord;
import io.boxer.elastic.sim.Rates.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Lets the faults of a seed strike, each at its own rate, until it is told to stop. */
final class Chaos {
    private static final long SECOND = 1_000_000_000L;

    private final World world;
    private final SplittableRandom random;
    private int notices;

    Chaos(World world) {
        this.world = world;
        this.random = world.random.split();
    }

    void begin() {
        for (Fault fault : Fault.values()) {
            double perSecond = world.rates.perSecond().getOrDefault(fault, 0.0);
            if (perSecond > 0) {
                next(fault, perSecond);
            }
        }
    }

    private void next(Fault fault, double perSecond) {
        long wait = (long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
        world.scheduler.after(Math.min(wait, 3600 * SECOND), () -> {
            if (world.faultsOn()) {
                strike(fault);
                next(fault, perSecond);
            }
        });
    }

    /** Aims: a node of the block whose change of place this record is a step of, or the namenode itself. */
    void decided(LogRecord record) {
        if (!world.faultsOn() || random.nextDouble() >= world.rates.aimed()) {
            return;
        }
        List<SimDatanode> concerned = new ArrayList<>();
        placed(record)
                .ifPresent(placed -> world.nodes.stream()
                        .filter(SimProcess::isUp)
                        .filter(node -> placed.members.contains(node.self()) || placed.newMembers.contains(node.self()))
                        .forEach(concerned::add));
        if (record instanceof LogRecord.Begin && concerned.size() == 2 && random.nextInt(5) == 0) {
            sourceDiesWhileTargetIsUnheard(concerned);
        } else if (record instanceof LogRecord.Commit && concerned.size() == 2 && random.nextInt(3) == 0) {
            concerned.forEach(node -> hearsNothing(node, random.nextLong(3 * world.rates.latencyNanos())));
        } else if (!concerned.isEmpty()) {
            SimDatanode node = any(concerned);
            int deed = random.nextInt(8);
            world.scheduler.after(random.nextLong(3 * world.rates.latencyNanos()), () -> strike(node, deed));
        }
    }

    /** The copy is made, its source dies, and nobody hears of the copy for a while. */
    private void sourceDiesWhileTargetIsUnheard(List<SimDatanode> concerned) {
        int source = random.nextInt(2);
        long latency = world.rates.latencyNanos();
        world.scheduler.after(random.nextLong(8 * latency), () -> strike(concerned.get(source), 0));
        SimDatanode target = concerned.get(1 - source);
        world.scheduler.after(random.nextLong(4 * latency), () -> block(target, world.namenode()));
    }

    /** An owner of before that does not hear that it is one no more, or a new one that waits to be told. */
    private void hearsNothing(SimDatanode node, long afterNanos) {
        if (random.nextBoolean()) {
            world.scheduler.after(afterNanos, () -> block(world.namenode(), node));
        }
    }

    private void block(SimProcess from, SimProcess to) {
        if (world.faultsOn()) {
            world.network.block(from, to);
            later(3 * SECOND, () -> world.network.heal(from, to));
        }
    }

    private Optional<PlacementModel.Placed> placed(LogRecord record) {
        if (record instanceof LogRecord.Begin begin) {
            return world.placements.model.find(begin.block());
        } else if (record instanceof LogRecord.Commit commit) {
            return world.placements.model.find(commit.block());
        } else if (record instanceof LogRecord.Abort abort) {
            return world.placements.model.find(abort.block());
        } else if (record instanceof LogRecord.Roll roll) {
            return world.placements.model.find(roll.block());
        } else if (record instanceof LogRecord.Rolled rolled) {
            return world.placements.model.find(rolled.block());
        }
        return Optional.empty();
    }

    private void strike(SimDatanode node, int deed) {
        if (!world.faultsOn()) {
            return;
        }
        switch (deed) {
            case 0, 1 -> dies(node, true);
            case 2 -> dies(node, false);
            case 3, 4 -> pause(node, false, 6 * SECOND);
            case 5 -> strike(Fault.CRASH_NAMENODE);
            default -> partition(world.namenode(), node, deed == 6);
        }
    }

    private void strike(Fault fault) {
        switch (fault) {
            case KILL_NODE -> dies(anyNode(), false);
            case VANISH_NODE -> dies(anyNode(), true);
            case PAUSE_NODE -> pause(anyNode(), false, 4 * SECOND);
            case SUSPEND_NODE -> pause(anyNode(), true, 4 * SECOND);
            case PAUSE_NAMENODE -> pause(world.namenode(), false, 2 * SECOND);
            case CRASH_NAMENODE -> {
                if (world.namenode().isUp()) {
                    world.namenodeCrashes();
                }
            }
            case NOTICE -> notice(anyNode());
            case SCALE_IN -> world.namenode().drain(anyNode().name, nextId(), "scale-in", OptionalLong.empty());
            case CORDON -> cordon(anyNode());
            case BREAK_CONNECTION -> breakConnection();
            case PARTITION -> partition(true);
            case ONE_WAY_PARTITION -> partition(false);
            case FILL_DISK -> anyNode().slots.fillDisk();
            case CRASH_CLIENT -> crash(any(world.clients));
            case SET_WALL_CLOCK -> setWall(anyNode(), random.nextLong(-2000, 2000));
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private SimDatanode anyNode() {
        return any(world.nodes);
    }

    private String nextId() {
        return "drain-" + ++notices;
    }

    private void dies(SimDatanode node, boolean withItsMachine) {
        node.kill(withItsMachine);
        later(5 * SECOND, node::boot);
    }

    private void pause(SimProcess process, boolean asMachine, long longest) {
        process.pause(asMachine);
        later(random.nextInt(3) == 0 ? longest : longest / 8, process::resume);
    }

    /** The machine is taken at the deadline, before it, or a while after it; another comes. */
    private void notice(SimDatanode node) {
        long millis = random.nextBoolean() ? 50 + random.nextLong(450) : 500 + random.nextLong(3500);
        if (world.namenode().drain(node.name, nextId(), "notice", OptionalLong.of(millis))) {
            long lives = (long) (millis * 1_000_000 * (0.3 + 1.2 * random.nextDouble()));
            int life = node.life();
            world.scheduler.after(lives, () -> {
                if (node.life() == life && world.faultsOn()) {
                    dies(node, random.nextBoolean());
                }
            });
        }
    }

    /** Not while it is suspended: set back by just that time, the wall clock could not show that the other stood still. */
    private void setWall(SimDatanode node, long byMillis) {
        if (node.suspendedNanos() == 0) {
            node.clock.setWall(byMillis);
        }
    }

    private void cordon(SimDatanode node) {
        if (world.namenode().cordon(node.name, true)) {
            later(4 * SECOND, () -> world.namenode().cordon(node.name, false));
        }
    }

    private void crash(SimClient client) {
        client.kill(false);
        later(SECOND, client::boot);
    }

    private void breakConnection() {
        SimProcess process = random.nextInt(3) == 0 ? world.namenode() : anyNode();
        List<LinkEnd> ends = process.ends.stream()
                .filter(end -> end.isJoined() && !end.isClosed() && !end.isCut())
                .toList();
        if (!ends.isEmpty()) {
            world.network.breakOne(any(ends));
        }
    }

    private void partition(boolean bothWays) {
        SimProcess one = random.nextBoolean() ? anyNode() : world.namenode();
        SimProcess other = random.nextInt(3) == 0 ? any(world.clients) : anyNode();
        if (one == other) {
            return;
        }
        partition(one, other, bothWays);
    }

    private void partition(SimProcess one, SimProcess other, boolean bothWays) {
        boolean swapped = random.nextBoolean();
        SimProcess from = swapped ? other : one;
        SimProcess to = swapped ? one : other;
        world.network.block(from, to);
        if (bothWays) {
            world.network.block(to, from);
        }
        later(5 * SECOND, () -> {
            world.network.heal(from, to);
            world.network.heal(to, from);
        });
    }

    private void later(long longest, Runnable event) {
        world.scheduler.after(10_000_000L + random.nextLong(longest), event);
    }
}
