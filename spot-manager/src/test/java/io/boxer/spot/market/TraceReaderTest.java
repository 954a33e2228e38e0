// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boxer.common.BoxerException;
import io.boxer.spot.market.Trace.Change;
import io.boxer.spot.market.Trace.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {
    private static final SyntheticTrace INVENTED = new SyntheticTrace(1, 20, Duration.ofMinutes(200));

    private static Event add(int seconds, String node) {
        return new Event(Duration.ofSeconds(seconds), Change.ADD, node);
    }

    private static Event remove(int seconds, String node) {
        return new Event(Duration.ofSeconds(seconds), Change.REMOVE, node);
    }

    private static long alive(Trace trace) {
        return trace.events().size() - 2L * trace.removals().size();
    }

    @Test
    void eventsAreOneLineEach() {
        Trace trace = TraceReader.parse("t", List.of("0,add,node1", "60000,add,node2", "90000,remove,node1", ""));

        assertThat(trace.events()).containsExactly(add(0, "node1"), add(60, "node2"), remove(90, "node1"));
    }

    @Test
    void segmentsNameSeveralNodesALine() {
        Trace trace = TraceReader.parse(
                "t",
                List.of(
                        "[0, \"add\", {\"nodes\": [\"a\", \"b\"], \"duration\": 60000}]",
                        "[60000, \"no-op\", {\"nodes\": []}]",
                        "[120000, \"remove\", {\"nodes\": [\"a\", \"b\"]}]"));

        assertThat(trace.events()).containsExactly(add(0, "a"), add(0, "b"), remove(120, "a"), remove(120, "b"));
    }

    @Test
    void aCountTakesBackEarlierLinesThatSpeakOfItsTimeOrLater() {
        Trace trace = TraceReader.parse(
                "t",
                List.of(
                        "2021-12-10, 13:00:00, 3",
                        "2021-12-10, 13:01:00, 3",
                        "2021-12-10, 13:02:00, 3",
                        "2021-12-10, 13:00:30, 1",
                        "2021-12-10, 13:01:30, 1",
                        "2021-12-10, 13:02:30, 1"));

        assertThat(trace.events())
                .as("without it the fleet would be 3, 1, 3, 1, 3, 1")
                .containsExactly(
                        add(0, "node-0"),
                        add(0, "node-1"),
                        add(0, "node-2"),
                        remove(30, "node-0"),
                        remove(30, "node-1"));
    }

    @Test
    void theInventedFleetIsTheSameInEventsAndSegments() {
        assertThat(TraceReader.parse("t", INVENTED.asEvents())).isEqualTo(INVENTED.trace());
        assertThat(new HashSet<>(TraceReader.parse("t", INVENTED.asSegments()).events()))
                .isEqualTo(new HashSet<>(INVENTED.trace().events()));
    }

    @Test
    void theInventedFleetHasAsManyAliveInCounts() {
        assertThat(alive(TraceReader.parse("t", INVENTED.asCounts()))).isEqualTo(alive(INVENTED.trace()));
    }

    @Test
    void inEachTraceANodeLeavesOnlyAfterItCame() {
        for (Trace trace : RealTraces.all()) {
            Set<String> alive = new HashSet<>();
            for (Event event : trace.events()) {
                assertThat(event.change() == Change.ADD ? alive.add(event.node()) : alive.remove(event.node()))
                        .as("%s", event)
                        .isTrue();
            }
            assertThat(trace.removals()).isNotEmpty();
        }
    }

    @Test
    void theRealAwsTraceHasItsPublishedNumbers() {
        Optional<Path> file = RealTraces.file("aws-p3-2021.csv");
        assumeTrue(file.isPresent(), "shared/data/spot/aws-p3-2021.csv is not on this machine");

        Trace trace = TraceReader.read(file.orElseThrow());

        assertThat(trace.events()).hasSize(344);
        assertThat(trace.removals()).hasSize(167);
        assertThat(trace.length()).isEqualTo(Duration.ofMinutes(682));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "0,add",
                "0,add,",
                "0,grow,node1",
                "-1,add,node1",
                "soon,add,node1",
                "[0, \"add\"]",
                "[0, \"grow\", {\"nodes\": [\"a\"]}]",
                "[",
                "2021-12-10, 13:00:00, many",
                "2021-12-10, 13:00:00, -1",
                "2021-12-10, 13:00:00, 2000000000",
                "2021-12-10, 25:00:00, 1"
            })
    void aLineInNoFormatIsNamed(String line) {
        assertThatThrownBy(() -> TraceReader.parse("my.csv", List.of("", line)))
                .isInstanceOf(BoxerException.class)
                .hasMessage("trace=my.csv, line 2: \"" + line
                        + "\" is not in the format of the first line; docs/spot.md shows the formats");
    }

    @Test
    void anEmptyFileIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("empty.csv"), "\n");

        assertThatThrownBy(() -> TraceReader.read(file))
                .hasMessage("trace=" + file + " has no event; name a file in one of the formats of docs/spot.md");
    }

    @Test
    void aFileThatIsNoTextIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("a.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});

        assertThatThrownBy(() -> TraceReader.read(file))
                .hasMessage("trace=" + file + " is not a text file; name a trace file");
    }
}
