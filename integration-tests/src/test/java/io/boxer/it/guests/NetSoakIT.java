// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.boxer.benchmarks.Figure;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.benchmarks.net.NetSoak;
import io.boxer.benchmarks.net.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code boxer soak net}, for a few seconds: what is forgotten for each connection shows after a thousand. */
@Timeout(120)
class NetSoakIT {
    private static final Duration TIME = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    /** Keeps what it is told. */
    private record Notes(List<Skipped> skipped, List<Skipped> failed) implements Listener {
        @Override
        public void measuring(String name) {
            // of interest to people only
        }

        @Override
        public void measured(Figure figure) {
            // the soak has them all
        }

        @Override
        public void skipped(Skipped one) {
            skipped.add(one);
        }

        @Override
        public void failed(Skipped one) {
            failed.add(one);
        }
    }

    @Test
    void afterManyConnectionsRefusalsAndKillsNobodyHoldsMoreThanBefore() {
        Native.copyTo(directory);
        Native.copyMeasureTo(directory);
        var notes = new Notes(new ArrayList<>(), new ArrayList<>());
        var soak = new NetSoak(notes);

        soak.run(new Tools(directory, JavaProgram.ours(), Overlay.SUPERVISOR_FLAGS, Program.unpacked()), TIME);

        if (!notes.skipped().isEmpty()) {
            abort("not tested, since " + notes.skipped().get(0).why() + ": " + notes.skipped());
        }
        assertThat(notes.failed()).isEmpty();
        assertThat(soak.figures())
                .hasSizeGreaterThan(5 * 4)
                .allSatisfy(figure -> assertThat(figure.isMet())
                        .as(
                                "%s: %s, goal %s",
                                figure.name(),
                                figure.ours().median(),
                                figure.goal().text())
                        .isTrue());
    }
}
