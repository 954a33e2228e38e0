// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleFactorTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1.0, 1", "0.010, 0.01", "10, 10", "1000, 1000", " 0.1 , 0.1"})
    void scalesPrintWithoutTrailingZeros(String text, String printed) {
        assertThat(ScaleFactor.parse(text)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.009", "1001", "one", "", "NaN"})
    void anythingElseIsRefusedWithTheWayOut(String text) {
        assertThatThrownBy(() -> ScaleFactor.parse(text))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("scale=" + text)
                .hasMessageEndingWith(" is not a number from 0.01 to 1000; use --scale 0.01, 0.1, 1 or 10");
    }

    @Test
    void equalScalesAreEqualHoweverTheyAreWritten() {
        assertThat(ScaleFactor.parse("1.00")).isEqualTo(ScaleFactor.parse("1"));
    }
}
