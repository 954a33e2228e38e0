// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.tpcds.report.Timeline.Lane;
import io.boxer.tpcds.report.Timeline.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static Lane lane(String name, String pool, Span... states) {
        return new Lane(name, pool, List.of(states));
    }

    private static Fleet fleet(Lane... lanes) {
        return Fleet.of(new Timeline(100, List.of(lanes), List.of(), List.of(), List.of()));
    }

    @Test
    void nodesThatServeAreCountedFromTheFirstQuerysStart() {
        Fleet fleet = fleet(
                lane("stable-1", "stable", new Span("ACTIVE", -9, 100)),
                lane(
                        "spot-1",
                        "spot:a:b",
                        new Span("JOINING", -9, -5),
                        new Span("ACTIVE", -5, 30),
                        new Span("DRAINED", 30, 100)),
                lane("spot-2", "spot:a:b", new Span("ACTIVE", 10, 100)),
                lane("spot-3", "spot:a:b", new Span("ACTIVE", 20, 90), new Span("GONE", 90, 100)));

        assertThat(fleet).isEqualTo(new Fleet(1, 1, 3, 3));
    }

    @Test
    void withoutAStoreThereAreNone() {
        assertThat(Fleet.of(Timeline.empty())).isEqualTo(new Fleet(0, 0, 0, 0));
    }
}
