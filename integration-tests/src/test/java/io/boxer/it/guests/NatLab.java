// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.junit.jupiter.api.Assumptions.abort;

import io.boxer.common.BoxerException;
import io.boxer.lab.Ground;
import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import io.boxer.lab.LabSpec;
import io.boxer.lab.LabTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Labs for tests, with the programs that the tests have. Stateless but for the number of the next lab. */
final class NatLab {
    private static final AtomicInteger OPENED = new AtomicInteger();

    private NatLab() {}

    /**
     * A lab of these NATs; skips the calling test by name where there can be none.
     *
     * @param nat as {@code boxer lab up --nat} has it
     * @param untested what is not tested without it
     */
    static Lab open(String nat, String untested) {
        var tools = new LabTools(
                Program.need("ip", untested).prefix(),
                Program.need("nft", untested).prefix());
        String prefix = "bx%d-%d".formatted(ProcessHandle.current().pid(), OPENED.incrementAndGet());
        try {
            Path logs = Files.createTempDirectory("boxer-lab-");
            return Lab.build(
                    new LabPlan(prefix, LabSpec.parse(nat)), tools, Ground.open(logs, Map.of(Lab.MARK, prefix)));
        } catch (BoxerException cannot) {
            return abort("not tested, since no network namespaces can be had (%s): %s"
                    .formatted(cannot.getMessage(), untested));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the calling test by name in a lab without root, where there is one user only and that is root to programs. */
    static void needOtherUsers(String untested) {
        if (!Overlay.isRoot()) {
            abort("not tested, since a lab without root has no other user: " + untested);
        }
    }
}
