// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.cluster.status.StoreStatus;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.Timeline;
import io.boxer.tpcds.report.Timeline.Flow;
import io.boxer.tpcds.report.Timeline.Mark;
import io.boxer.tpcds.report.Timeline.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineRecorderTest {
    private final TimelineRecorder recorder = new TimelineRecorder();

    @Test
    void aNodeThatVanishesFromTheStatusIsGone() {
        recorder.onStatus(-2, status(List.of(node("spot-1", "ACTIVE")), List.of()));
        recorder.onStatus(3, status(List.of(node("spot-1", "DRAINING")), List.of()));
        recorder.onStatus(5, status(List.of(), List.of()));

        Timeline timeline = recorder.timeline(9);

        assertThat(timeline.nodes().get(0).states())
                .containsExactly(new Span("ACTIVE", -2, 3), new Span("DRAINING", 3, 5), new Span("GONE", 5, 9));
    }

    @Test
    void aDrainIsTakenAsItWasLastSeenAtTheTimeItWasFirstSeen() {
        recorder.onStatus(3, status(List.of(), List.of(drain("n1", "notice", 10, "RUNNING"))));
        recorder.onStatus(4, status(List.of(), List.of(drain("n1", "notice", 90, "DONE"))));

        assertThat(recorder.preemptions(0))
                .singleElement()
                .satisfies(one -> assertThat(one.atSeconds()).isEqualTo(3))
                .extracting(Preemption::bytesMoved)
                .isEqualTo(90L);
        assertThat(recorder.timeline(9).marks())
                .containsExactly(new Mark("spot-1", "notice", 3, "spot-1: notice, 20 s"));
        assertThat(recorder.timeline(9).flows()).containsExactly(new Flow("spot-1", "spot-2", 3, 4.5, 90));
    }

    @Test
    void scaleInIsNoPreemption() {
        recorder.onStatus(3, status(List.of(), List.of(drain("s1", "scale-in", 10, "DONE"))));

        assertThat(recorder.preemptions(0)).isEmpty();
        assertThat(recorder.timeline(9).marks()).isEmpty();
        assertThat(recorder.timeline(9).flows()).hasSize(1);
    }

    @Test
    void theTimeLeftFollowsFromTheWeightOfTheQueriesThatAreLeft() {
        ExpectedTime expected = new ExpectedTime(List.of("q95", "q4"));

        assertThat(expected.left(0, Duration.ofSeconds(9))).isEmpty();
        assertThat(expected.left(1, Duration.ofMillis(16_500))).contains(Duration.ofSeconds(28));
        assertThat(expected.left(2, Duration.ofSeconds(40))).contains(Duration.ZERO);
    }

    private static Node node(String name, String state) {
        return new Node(name, "127.0.0.1:1", "a1", "spot:a:b", state, 10, 5, 0, 0, 5, 5, -1);
    }

    private static Drain drain(String id, String kind, long moved, String state) {
        return new Drain(id, "spot-1", kind, 20, 100, 1, moved, 1, 0, 0, 1.5, state, Map.of("spot-2", moved));
    }

    private static StoreStatus status(List<Node> nodes, List<Drain> drains) {
        return new StoreStatus("c", 1 << 20, 1, 0, 0, 0, 7, 0, 0, 0, nodes, drains);
    }
}
