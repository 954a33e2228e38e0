// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BoxerCliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesTheProgramAndTheJavaItRunsOn() {
        int code = run("--version");

        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("boxer 0.")
                .contains("Java " + Runtime.version().feature());
    }

    @Test
    void anUnknownCommandIsRefusedWithTheWayOut() {
        int code = run("tpcsd");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("error: Unmatched argument at index 0: 'tpcsd'")
                .contains("boxer --help lists what there is. Nothing was started.");
    }

    @Test
    void noCommandAtAllIsAWrongCommandLine() {
        int code = run();

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: which command?");
    }

    private int run(String... args) {
        return BoxerCli.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
