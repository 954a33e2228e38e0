// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path directory = Path.of(".");

    private JsonNode written(List<Figure> figures, List<Skipped> skipped) throws IOException {
        Path file = directory.resolve("results.json");
        new Report("bench net", "abc", new Machine(2, 24, "6.1", "17"), figures, skipped).write(file);
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void theFormIsTheCommonOne() throws IOException {
        var spread = new Spread(2, 1, 3, 5);
        var figure = new Figure(
                "bulk",
                "MiB/s",
                spread,
                Optional.of(new Figure.Peer("native", spread)),
                Optional.of(new Spread(1, 0.5, 1.5, 5)),
                Goal.ratioAtLeast(0.98));

        JsonNode whole = written(List.of(figure), List.of());

        assertThat(whole.path("command").asText()).isEqualTo("bench net");
        assertThat(whole.path("machine").path("memoryGiB").asInt()).isEqualTo(24);
        JsonNode result = whole.path("results").get(0);
        assertThat(result.path("ours").path("median").asDouble()).isEqualTo(2);
        assertThat(result.path("peer").path("name").asText()).isEqualTo("native");
        assertThat(result.path("peer").path("n").asInt()).isEqualTo(5);
        assertThat(result.path("ratio").asDouble()).isEqualTo(1);
        assertThat(result.path("goal").asText()).isEqualTo(">= 0.98x");
        assertThat(result.path("met").asBoolean()).isTrue();
    }

    @Test
    void whatIsNotComparedHasNoRatioAndWhatIsSkippedSaysWhy() throws IOException {
        var alone = new Figure(
                "start", "ms", new Spread(600, 1, 700, 3), Optional.empty(), Optional.empty(), Goal.atMost(500));

        JsonNode whole = written(List.of(alone), List.of(new Skipped("two NATs", "needs root")));

        JsonNode result = whole.path("results").get(0);
        assertThat(result.has("ratio")).isFalse();
        assertThat(result.has("peer")).isFalse();
        assertThat(result.path("met").asBoolean()).isFalse();
        assertThat(whole.path("skipped").get(0).path("why").asText()).isEqualTo("needs root");
    }
}
