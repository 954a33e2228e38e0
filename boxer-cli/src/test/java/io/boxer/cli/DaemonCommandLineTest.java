// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.cli.daemon.KnownSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonCommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"namenode", "datanode", "market", "spot-manager"})
    void helpNamesEachSettingOfTheDaemon(String daemon) {
        int code = run(daemon, "--help");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("--admin", "--key-file", "--exit-with", "Default: ");
    }

    @Test
    void noTwoSettingsShareAKey() {
        assertThat(KnownSettings.ALL)
                .doesNotHaveDuplicates()
                .extracting(Object::toString)
                .doesNotHaveDuplicates();
    }

    @Test
    void aWrongValueIsRefusedWithKeyValueAndRule() {
        int code = run("namenode", "--block-size", "3MiB");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: blockSize=3MiB is not a power of two");
    }

    @Test
    void aMarketWithoutACommandIsRefused() {
        int code = run("market");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: the market has no command to start instances with");
    }

    private int run(String... args) {
        return BoxerCli.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
