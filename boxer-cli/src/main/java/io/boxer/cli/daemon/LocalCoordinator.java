// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Durations;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.OverlayTimes;
import io.boxer.overlay.local.CoordinatorFile;
import io.boxer.overlay.local.LocalOverlay;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the coordinator of an overlay of this machine, and starts one if none runs. Immutable.
 *
 * @param overlay its name
 */
record LocalCoordinator(String overlay, Path keyFile) {
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xss512k");

    /** A coordinator that a node started stays so long for the next one. */
    private static final String LINGER = "2s";

    CoordinatorFile find() {
        var program = JavaProgram.current("io.boxer.cli.BoxerCli");
        return LocalOverlay.of(overlay, System.getenv())
                .findOrStart((network, again) -> program.command(RunId.random(), FLAGS, words(network, again)));
    }

    private List<String> words(OverlayNetwork network, boolean again) {
        return List.of(
                "coordinator",
                "--overlay",
                overlay,
                "--network",
                Integer.toString(network.number()),
                "--key-file",
                keyFile.toString(),
                "--recovery",
                again ? Durations.format(OverlayTimes.GRACE) : "0s",
                "--linger",
                LINGER);
    }
}
