// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

/** A run in which something does not hold. Its message is what to do about it. */
final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    SimulationFailure(long seed, World world, Throwable cause) {
        super(
                """
                seed=%d step=%d time=%.6f s: %s
                to see it: -Dtest=SimulatorTest -Dboxer.sim.seed=%d writes its trace to target/sim-%d.txt""".formatted(
                                seed,
                                world.scheduler.steps(),
                                world.scheduler.now() / 1e9,
                                cause.getMessage() == null ? cause.toString() : cause.getMessage(),
                                seed,
                                seed),
                cause);
    }
}
