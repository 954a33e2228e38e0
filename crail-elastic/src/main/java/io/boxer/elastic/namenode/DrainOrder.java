// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * In which order a node is emptied. With time enough: file by file, so that readers meet few moves. When the deadline is
 * short: the smallest first, since every block that is lost costs a recomputation, whatever its size. Pure.
 */
final class DrainOrder {
    /** Bytes per second assumed until a drain has moved enough to tell. */
    private static final double ASSUMED_RATE = 200e6;

    /** Share of the time that is kept back. */
    private static final double MARGIN = 0.8;

    private static final long MEASURED_BYTES = 32L << 20;

    private DrainOrder() {}

    /** @return the blocks that can be moved now */
    static List<Block> order(List<Block> here, Drain drain, long nowNanos) {
        boolean isShort = bytes(here) > fits(drain, nowNanos);
        Comparator<Block> order = isShort
                ? Comparator.<Block>comparingInt(Block::bytes).thenComparingLong(Block::id)
                : Comparator.<Block>comparingLong(Block::fd).thenComparingInt(Block::index);
        return here.stream()
                .filter(block -> block.state() == Block.State.OPEN)
                .filter(block -> nowNanos - block.attemptBeganNanos() > ProtocolTimes.ATTEMPT_REST_NANOS)
                .sorted(order)
                .toList();
    }

    /** @return those that will still be here at a hard deadline, as far as the rate so far tells; empty for soft ones */
    static List<Block> willNotFit(List<Block> here, Drain drain, long nowNanos) {
        double fits = fits(drain, nowNanos);
        if (!drain.isHard() || bytes(here) <= fits) {
            return List.of();
        }
        List<Block> smallestFirst = new ArrayList<>(here);
        smallestFirst.sort(Comparator.comparingInt(Block::bytes));
        List<Block> tooMuch = new ArrayList<>();
        double used = 0;
        for (Block block : smallestFirst) {
            used += block.bytes();
            if (used > fits) {
                tooMuch.add(block);
            }
        }
        return tooMuch;
    }

    private static long bytes(List<Block> blocks) {
        return blocks.stream().mapToLong(Block::bytes).sum();
    }

    private static double fits(Drain drain, long nowNanos) {
        if (drain.deadlineNanos().isEmpty()) {
            return Double.MAX_VALUE;
        }
        double secondsLeft = (drain.deadlineNanos().getAsLong() - nowNanos) / 1e9;
        double seconds = drain.seconds(nowNanos);
        double rate = drain.bytesMoved() > MEASURED_BYTES && seconds > 0 ? drain.bytesMoved() / seconds : ASSUMED_RATE;
        return Math.max(0, secondsLeft) * rate * MARGIN;
    }
}
