// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.tpcds.query.QueryName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverOptionsTest {
    @Test
    void allFiveAreRead() {
        assertThat(DriverOptions.parse(
                        "--data",
                        "d",
                        "--answers",
                        "a",
                        "--texts",
                        "t.jar",
                        "--queries",
                        "q3,q14a",
                        "--events",
                        "tcp:1"))
                .isEqualTo(new DriverOptions(
                        Path.of("d"),
                        Path.of("a"),
                        Path.of("t.jar"),
                        List.of(QueryName.of("q3"), QueryName.of("q14a")),
                        "tcp:1"));
    }

    @Test
    void aMissingOneIsNamed() {
        assertThatThrownBy(() -> DriverOptions.parse("--data", "d")).hasMessage("--answers is missing");
    }

    @Test
    void anUnknownOneIsNamed() {
        assertThatThrownBy(() -> DriverOptions.parse("--date", "d")).hasMessageStartingWith("--date is unknown");
        assertThatThrownBy(() -> DriverOptions.parse("--data")).hasMessageStartingWith("--data is unknown or has no");
    }
}
