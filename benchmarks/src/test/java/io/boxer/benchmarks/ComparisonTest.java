// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final List<String> order = new ArrayList<>();

    private Comparison comparison(Goal goal, List<Double> ours, List<Double> peers) {
        Iterator<Double> mine = ours.iterator();
        Iterator<Double> other = peers.iterator();
        return new Comparison(
                List.of(new Column("bulk", "MiB/s", goal)),
                "native",
                () -> next("ours", mine),
                () -> next("peer", other));
    }

    private List<Double> next(String who, Iterator<Double> values) {
        order.add(who);
        return List.of(values.next());
    }

    @Test
    void theSidesRunInTurnAndTheFirstRoundOnlyWarms() {
        var comparison = comparison(Goal.none(), List.of(999.0, 1.0, 2.0, 3.0), List.of(999.0, 1.0, 2.0, 3.0));

        Figure figure = comparison.run(3).get(0);

        assertThat(order).containsExactly("ours", "peer", "peer", "ours", "ours", "peer", "peer", "ours");
        assertThat(figure.ours()).isEqualTo(new Spread(2, 1, 3, 3));
    }

    @Test
    void theRatioIsThatOfARoundSoARoundThatIsDisturbedDisturbsNothing() {
        var comparison =
                comparison(Goal.ratioAtLeast(0.98), List.of(1.0, 100.0, 10.0, 99.0), List.of(1.0, 100.0, 10.0, 100.0));

        Figure figure = comparison.run(3).get(0);

        assertThat(figure.ratio()).contains(new Spread(1, 0.99, 1, 3));
        assertThat(figure.isMet()).isTrue();
    }

    @Test
    void aGoalIsJudgedByTheMedian() {
        var comparison =
                comparison(Goal.ratioAtMost(1.02), List.of(1.0, 103.0, 103.0, 50.0), List.of(1.0, 100.0, 100.0, 100.0));

        Figure figure = comparison.run(3).get(0);

        assertThat(figure.goal().text()).isEqualTo("<= 1.02x");
        assertThat(figure.isMet()).isFalse();
    }
}
