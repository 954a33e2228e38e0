// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.lab.MatrixPair.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixPairTest {
    private static List<MatrixPair> pairs(String nat) {
        return MatrixPair.of(new LabPlan("bx", LabSpec.parse(nat)).hosts());
    }

    @Test
    void kindsMeetOnceAndOnceMoreBehindOneGateway() {
        assertThat(pairs("port-preserving:3,port-preserving:1,symmetric:1"))
                .extracting(pair -> pair.one().name() + "-" + pair.other().name())
                .containsExactly("pp1-pp2", "pp1-pp4", "pp1-sym1");
    }

    @Test
    void aSingleHostMeetsNobody() {
        assertThat(pairs("open:1")).isEmpty();
    }

    @Test
    void thePathFollowsFromTheNats() {
        assertThat(pairs("port-preserving:2,port-preserving:1,hairpin:2,symmetric:1,rst:1,open:1"))
                .extracting(pair -> pair.one().name() + "-" + pair.other().name() + " " + pair.expected())
                .containsExactly(
                        "pp1-pp2 " + Path.RELAYED,
                        "pp1-pp3 " + Path.DIRECT,
                        "pp1-hair1 " + Path.DIRECT,
                        "pp1-sym1 " + Path.RELAYED,
                        "pp1-rst1 " + Path.EITHER,
                        "pp1-open1 " + Path.EITHER,
                        "hair1-hair2 " + Path.DIRECT,
                        "hair1-sym1 " + Path.RELAYED,
                        "hair1-rst1 " + Path.EITHER,
                        "hair1-open1 " + Path.EITHER,
                        "sym1-rst1 " + Path.RELAYED,
                        "sym1-open1 " + Path.RELAYED,
                        "rst1-open1 " + Path.EITHER);
    }
}
