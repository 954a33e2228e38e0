// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import static io.boxer.spot.drain.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.RebalanceRecommendation;
import io.boxer.spot.market.Trace;
import io.boxer.spot.market.Trace.Change;
import io.boxer.spot.market.Trace.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final NodeId NODE = new NodeId("spot-1");

    private final List<PreemptionNotice> heard = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private AdminSource admin() {
        AdminSource source = new AdminSource(() -> NOW);
        source.start(heard::add);
        return source;
    }

    @Test
    void anAdminSaysANoticeInSecondsOrByItsDeadline() throws Exception {
        admin().submit(json("{'node': 'spot-1', 'kind': 'notice', 'noticeSeconds': 20}"));
        admin().submit(json("{'node': 'spot-1', 'kind': 'notice', 'deadline': '2026-11-24T12:00:20Z'}"));
        admin().submit(json("{'node': 'spot-1', 'kind': 'rebalance'}"));

        assertThat(heard)
                .containsExactly(
                        InterruptionNotice.of(NODE, NOW.plusSeconds(20)),
                        InterruptionNotice.of(NODE, NOW.plusSeconds(20)),
                        RebalanceRecommendation.of(NODE, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'node': 'Spot 1', 'kind': 'rebalance'}",
                "{'node': 'spot-1', 'kind': 'kill'}",
                "{'node': 'spot-1', 'kind': 'notice'}",
                "{'node': 'spot-1', 'kind': 'notice', 'noticeSeconds': -1}",
                "{'node': 'spot-1', 'kind': 'notice', 'noticeSeconds': 1e9}",
                "{'node': 'spot-1', 'kind': 'notice', 'noticeSeconds': 99999999999999999999}",
                "{'node': 'spot-1', 'kind': 'notice', 'deadline': 'soon'}"
            })
    void anAdminsSlipOfThePenIsRefusedAndCounted(String body) throws Exception {
        AdminSource source = admin();
        JsonNode parsed = json(body);

        assertThatThrownBy(() -> source.submit(parsed)).isInstanceOf(BoxerException.class);

        assertThat(heard).isEmpty();
        assertThat(source.counts()).isEqualTo(new SourceCounts(1, 0, 1, 0));
    }

    @Test
    void aSignalIsANoticeWithTheConfiguredTime() {
        SigtermSource source = new SigtermSource(() -> NOW);
        source.start(heard::add);

        source.signalled(NODE, Duration.ofSeconds(30));

        assertThat(heard).containsExactly(InterruptionNotice.of(NODE, NOW.plusSeconds(30)));
    }

    @Test
    void aTraceIsPlayedFasterThanRecorded() {
        Trace trace = new Trace(List.of(
                new Event(Duration.ZERO, Change.ADD, "node-1"),
                new Event(Duration.ofMinutes(1), Change.REMOVE, "node-1"),
                new Event(Duration.ofMinutes(2), Change.REMOVE, "Not A Node"),
                new Event(Duration.ofMinutes(3), Change.REMOVE, "node-2")));

        try (TraceSource source = new TraceSource(trace, 1000, Duration.ofSeconds(20), timer, () -> NOW)) {
            source.start(heard::add);
            await().until(() -> heard.size() == 2);

            assertThat(heard)
                    .containsExactly(
                            InterruptionNotice.of(new NodeId("node-1"), NOW.plusSeconds(20)),
                            InterruptionNotice.of(new NodeId("node-2"), NOW.plusSeconds(20)));
            assertThat(source.counts()).isEqualTo(new SourceCounts(3, 2, 1, 0));
        }
    }

    @Test
    void aSourceStartsOnce() {
        AdminSource source = admin();

        assertThatThrownBy(() -> source.start(heard::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the source was started before");
    }
}
