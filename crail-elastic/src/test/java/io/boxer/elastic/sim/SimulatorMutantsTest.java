// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A simulation that notices nothing proves nothing: each guard of sim-mutants.txt is taken out of the product's source, and the
 * simulation has to notice. {@code -Dboxer.sim.mutant=NAME} tries one.
 */
@Timeout(900)
class SimulatorMutantsTest {
    static List<Mutant> mutants() {
        String only = System.getProperty("boxer.sim.mutant", "");
        return Mutant.all().stream()
                .filter(mutant -> only.isEmpty() || mutant.name().equals(only))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void aGuardThatIsTakenAwayIsMissed(Mutant mutant) throws ReflectiveOperationException {
        String noticed = (String) new MutantLoader(mutant)
                .loadClass(MutantRun.class.getName())
                .getMethod("firstFailure", int.class, boolean.class)
                .invoke(null, mutant.seeds(), !mutant.byConsequences());

        assertThat(noticed)
                .as("mutant %s in %d seeds", mutant.name(), mutant.seeds())
                .isNotEmpty();
    }
}
