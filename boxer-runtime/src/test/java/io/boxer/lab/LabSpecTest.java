// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.lab.LabSpec.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabSpecTest {
    @Test
    void kindsAndNumbersAreReadAndPrinted() {
        LabSpec spec = LabSpec.parse("port-preserving:2, hairpin:3,sym,rst:1,open:1,symmetric:1");

        assertThat(spec.groups())
                .containsExactly(
                        new Group(Nat.PORT_PRESERVING, 2),
                        new Group(Nat.HAIRPIN, 3),
                        new Group(Nat.SYMMETRIC, 1),
                        new Group(Nat.RESETTING, 1),
                        new Group(Nat.OPEN, 1),
                        new Group(Nat.SYMMETRIC, 1));
        assertThat(spec).hasToString("port-preserving:2,hairpin:3,symmetric:1,rst:1,open:1,symmetric:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo:2 | --nat foo: there is no such kind of NAT;"
                        + " the kinds are open, port-preserving, hairpin, symmetric, rst",
                "symetric:1 | --nat symetric: there is no such kind of NAT; did you mean 'symmetric'?;"
                        + " the kinds are open, port-preserving, hairpin, symmetric, rst",
                "rst:0 | --nat rst:0: at least one function must stand behind it",
                "rst:two | --nat rst:two: 'two' is no number of functions; write KIND:N, such as rst:2",
                "rst:-1 | --nat rst:-1: '-1' is no number of functions; write KIND:N, such as rst:2",
                "hairpin: | --nat hairpin:: '' is no number of functions; write KIND:N, such as hairpin:2",
                "open:1,hairpin:299 | --nat open:1,hairpin:299: 300 functions are more than the 100 that a lab can have;"
                        + " name fewer",
                ", | --nat is empty: name a kind of NAT and a number, such as port-preserving:2"
            })
    void whatIsWrongIsNamedWithTheRuleAndTheWayOut(String text, String message) {
        assertThatThrownBy(() -> LabSpec.parse(text))
                .isInstanceOf(BoxerException.class)
                .hasMessage(message);
    }
}
