// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How bad the world of one seed is. Drawn per seed, and some faults are off: a fault that is always there hides what happens
 * without it.
 *
 * @param perSecond how often each fault strikes, in virtual time; 0 if it is off
 * @param lateCopy share of messages of which a copy arrives much later
 * @param strayed share of the messages under way in a connection that breaks, which arrive all the same, much later
 * @param slow share of messages that are delayed by up to a second
 * @param aimed share of the steps of a placement's change in which one of those concerned is struck
 * @param latencyNanos of most messages, at most: from a fast local network to one in which every window is wide open
 * @param crashAtSync share of the log's syncs at which the namenode dies: before it, in the middle, or right after
 * @param clockDrift largest error of a clock's rate
 */
record Rates(
        Map<Fault, Double> perSecond,
        double lateCopy,
        double strayed,
        double slow,
        double aimed,
        long latencyNanos,
        double crashAtSync,
        double clockDrift) {
    /** What can go wrong by itself; messages and syncs have rates of their own. */
    enum Fault {
        KILL_NODE(0.4),
        VANISH_NODE(0.4),
        PAUSE_NODE(0.5),
        SUSPEND_NODE(0.3),
        PAUSE_NAMENODE(0.2),
        CRASH_NAMENODE(0.2),
        NOTICE(0.5),
        SCALE_IN(1.2),
        CORDON(0.15),
        BREAK_CONNECTION(2),
        PARTITION(0.4),
        ONE_WAY_PARTITION(0.4),
        FILL_DISK(0.05),
        CRASH_CLIENT(0.1),
        SET_WALL_CLOCK(0.1);

        private final double mostPerSecond;

        Fault(double mostPerSecond) {
            this.mostPerSecond = mostPerSecond;
        }
    }

    static Rates draw(SplittableRandom random) {
        Map<Fault, Double> perSecond = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            perSecond.put(fault, share(random, fault.mostPerSecond));
        }
        return new Rates(
                perSecond,
                share(random, 0.02),
                share(random, 0.6),
                share(random, 0.03),
                share(random, 0.5),
                (long) (500_000 * Math.pow(2, random.nextDouble() * 8)),
                share(random, 0.02),
                share(random, 0.012));
    }

    /** Off in two of five seeds, else up to {@code most}. */
    private static double share(SplittableRandom random, double most) {
        return random.nextInt(5) < 2 ? 0 : random.nextDouble() * most;
    }
}
