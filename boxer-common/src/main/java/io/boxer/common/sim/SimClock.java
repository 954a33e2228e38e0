// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.sim;

/**
 * Two clocks of one machine. The monotonic one has a zero and a rate of its own and stands still while the machine is
 * suspended; the wall clock does not, and may be set.
 */
public final class SimClock {
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final Scheduler scheduler;
    private final double rate;
    private long zeroNanos;
    private long wallOffsetMillis;

    /** @param rate 1.01: gains one second in a hundred */
    public SimClock(Scheduler scheduler, double rate, long zeroNanos) {
        this.scheduler = scheduler;
        this.rate = rate;
        this.zeroNanos = zeroNanos;
    }

    public long nanos() {
        return zeroNanos + (long) (scheduler.now() * rate);
    }

    public long wallMillis() {
        return EPOCH_MILLIS + wallOffsetMillis + scheduler.now() / 1_000_000;
    }

    /** @return how long it takes until this clock has gone on by so much */
    public long virtual(long localNanos) {
        return (long) (localNanos / rate);
    }

    public void stoodStill(long virtualNanos) {
        zeroNanos -= (long) (virtualNanos * rate);
    }

    public void setWall(long byMillis) {
        wallOffsetMillis += byMillis;
    }
}
