// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;

/** Whether the kernel tells us of calls here: some containers forbid it. Stateless. */
final class Seccomp {
    static final List<String> FRONT_END = List.of("--front-end", "seccomp");

    private Seccomp() {}

    /**
     * Skips the calling test or class where it is forbidden.
     *
     * @param untested what is not tested without it
     */
    static void need(Overlay overlay, String untested) {
        var probe = overlay.run(FRONT_END, List.of("/bin/true"));
        if (probe.code() == 126 && probe.err().contains("this machine refuses")) {
            abort("not tested, since " + probe.err().strip() + ": " + untested);
        }
        assertThat(probe.code()).as(probe.err()).isZero();
    }
}
