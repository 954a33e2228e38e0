// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "5s,PT5S,5s",
        "250ms,PT0.25S,250ms",
        "2m,PT2M,2m",
        "90s,PT1M30S,90s",
        "120s,PT2M,2m",
        "1d,PT24H,1d",
        "0ms,PT0S,0s",
        "3 us,PT0.000003S,3us"
    })
    void aTimeIsReadAndWritten(String text, Duration duration, String written) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5s", "5sec", "PT5S"})
    void anotherFormIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("'%s' is not a time; write a whole number with ns, us, ms, s, m, h or d, such as 5s", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"106752d", "9223372036854775807d", "9999999999999999999ns"})
    void aTimeThatOverflowsIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("'%s' is more than 292 years; write a shorter time", text);
    }
}
