// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

/** The way into a simulation that another class loader has loaded: only types of the JDK cross it. */
public final class MutantRun {
    private MutantRun() {}

    /** @return how many of the first {@code seeds} it took to notice something and what it was; empty if nothing was */
    public static String firstFailure(int seeds, boolean checksOrder) {
        for (int seed = 1; seed <= seeds; seed++) {
            try {
                Simulation.run(seed, checksOrder);
            } catch (SimulationFailure noticed) {
                return String.valueOf(noticed.getMessage()).lines().findFirst().orElse("?");
            }
        }
        return "";
    }
}
