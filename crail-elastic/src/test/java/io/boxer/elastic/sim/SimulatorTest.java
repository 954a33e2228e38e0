// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cores of the store under seeds: docs/adr/0016-simulation.md. {@code -Dboxer.sim.seed=N} replays one and writes its trace. */
@Timeout(900)
class SimulatorTest {
    private static final long FIRST = Long.getLong("boxer.sim.first", 1);
    private static final long SEEDS = Long.getLong("boxer.sim.seeds", 400);
    private static final long BUDGET_NANOS = Long.getLong("boxer.sim.seconds", 40) * 1_000_000_000L;
    private static final int TWICE = 4;

    @Test
    void theSeedThatIsAskedForLeavesAReadableTrace() throws IOException {
        Long seed = Long.getLong("boxer.sim.seed");
        assumeThat(seed).as("-Dboxer.sim.seed").isNotNull();

        Path file = Path.of("target", "sim-" + seed + ".txt");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Simulation.trace(seed));

        Simulation.run(seed);
    }

    @Test
    void seedsThatOnceFoundSomethingFindNothingAnyMore() throws IOException {
        for (long seed : regressions()) {
            Simulation.run(seed);
        }
    }

    @Test
    void theSameSeedTwiceIsTheSameRun() {
        for (long seed = FIRST; seed < FIRST + TWICE; seed++) {
            assertThat(Simulation.run(seed).hash())
                    .as("seed=%d", seed)
                    .isEqualTo(Simulation.run(seed).hash());
        }
    }

    @Test
    void nothingGoesWrongInFreshSeedsAndEveryCaseIsMet() {
        Map<Marks.Mark, Integer> met = new EnumMap<>(Marks.Mark.class);
        long end = System.nanoTime() + BUDGET_NANOS;
        long seed = FIRST;
        while (seed < FIRST + SEEDS && (System.nanoTime() < end || met.size() < Marks.Mark.values().length)) {
            Simulation.run(seed).marks().forEach(mark -> met.merge(mark, 1, Integer::sum));
            seed++;
        }

        Set<Marks.Mark> missed = EnumSet.allOf(Marks.Mark.class);
        missed.removeAll(met.keySet());
        assertThat(missed)
                .as("cases that %d seeds did not meet; they met %s", seed - FIRST, met)
                .isEmpty();
    }

    private static List<Long> regressions() throws IOException {
        List<Long> seeds = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(
                SimulatorTest.class.getResourceAsStream("/sim-regressions.txt"), "sim-regressions.txt")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String seed = line.replaceFirst("#.*", "").strip();
                if (!seed.isEmpty()) {
                    seeds.add(Long.parseLong(seed));
                }
            }
        }
        return seeds;
    }
}
