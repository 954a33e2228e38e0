// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.common.BoxerException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {
    @Test
    void jsonHasTheFieldsThatScriptsRelyOn(@TempDir Path directory) throws Exception {
        ReportFiles.write(SampleRun.good(), directory);

        JsonNode json =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("seed").asLong()).isEqualTo(20261124);
        assertHasAll(json.path("queries").path(0), "name", "seconds", "rows", "verified", "rule", "error");
        assertHasAll(
                json.path("preemptions").path(0),
                "node",
                "kind",
                "noticeSeconds",
                "bytesAtNotice",
                "bytesMoved",
                "bytesLost",
                "blocksLost",
                "drainSeconds",
                "longestReadMillis",
                "longestWriteMillis");
        assertThat(json.path("preemptions").path(0).path("longestReadMillis").asLong())
                .isEqualTo(41);
        assertThat(json.path("preemptions").path(1).path("longestWriteMillis").asLong())
                .isEqualTo(-1);
        assertThat(json.path("store").path("redirects").asLong()).isEqualTo(12);
        assertThat(json.path("store").path("retries").asLong()).isEqualTo(3);
        assertHasAll(json.path("spark"), "version", "tasks", "failedTasks", "retriedStages");
        assertHasAll(json.path("store"), "bytesWritten", "bytesRead", "files", "peakBytes", "redirects", "retries");
        assertHasAll(json.path("time"), "seconds");
        assertHasAll(json.path("cost"), "onDemandUsd", "spotUsd", "savingPercent", "basis");
    }

    @Test
    void thePageParsesAndHasALaneForEachNode() throws Exception {
        String page = ReportHtml.of(SampleRun.good());

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        page.replace("<!DOCTYPE html>", "").getBytes(UTF_8)));
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("text").getLength()).isGreaterThan(6);
        assertThat(page).contains(">stable-1</text>", ">spot-1</text>", ">spot-2</text>", ">queries</text>");
    }

    @Test
    void thePageShowsWhatReadersAndWritersWaited() {
        assertThat(ReportHtml.of(SampleRun.good()))
                .contains("<td class=\"n\">41 ms</td><td class=\"n\">7 ms</td>")
                .contains("<td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td>")
                .contains("12 reads or writes were sent on to the node a block had moved to, 3 attempts had no answer");
    }

    @Test
    void thePageNeedsNoNetwork() {
        assertThat(ReportHtml.of(SampleRun.good())).doesNotContain("http:", "https:", "src=", "@import", "url(");
    }

    @Test
    void aWrongAnswerIsTheVerdictAndItsTextIsEscaped() {
        String page = ReportHtml.of(SampleRun.withWrongAnswer());

        assertThat(page)
                .contains("1 of 2 queries failed: q93.")
                .contains("99 rows, the reference has 100 &lt;here&gt;")
                .doesNotContain("<here>");
    }

    @Test
    void theSummarySaysWhatWasMovedLostAndSaved() {
        List<String> lines = SummaryText.of(SampleRun.good());

        assertThat(lines)
                .containsExactly(
                        "All 2 queries verified (1 double, 1 exact).                  0:20",
                        " 1 notice     144 MiB on the nodes · 144 MiB moved · 0 B lost · longest drain 2.1 s",
                        " 1 kill       96.0 MiB lost · Spark recomputed 7 of 112 tasks, 1 stage attempts more",
                        " stalls       longest read 41 ms · longest write 7 ms while nodes drained",
                        " spot nodes   2 at the start, 0 to 2 while the queries ran, 2 in all",
                        " cost         $0.0012 spot + stable floor, $0.0024 all on-demand: 50 % less (how: report)");
    }

    @Test
    void aDirectoryThatTakesNoReportIsRefusedBeforeTheRun(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> ReportFiles.prepare(file.resolve("below")))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("report=" + file.resolve("below") + ": nothing can be written there");
    }

    private static void assertHasAll(JsonNode node, String... fields) {
        assertThat(fields).allMatch(node::has);
    }
}
