// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.Progress;
import io.boxer.tpcds.data.ScaleFactor;
import io.boxer.tpcds.data.TpcdsData;
import io.boxer.tpcds.query.QuerySet;
import io.boxer.tpcds.query.QueryTexts;
import io.boxer.tpcds.verify.ReferenceAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A standalone Spark as four nodes: a master, two workers that have the same ports, and a driver. All of them only ever name
 * each other, and an executor is a program that a worker starts.
 */
class SparkIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    /** One of those that {@code ./boxer tpcds} runs, with four shuffles; its answer at this scale has a hundred rows. */
    private static final QuerySet QUERY = QuerySet.parse("q67");

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkGuests spark = SparkGuests.link(OVERLAY.directory("spark"));

    @Test
    @Timeout(600)
    void masterTwoWorkersAndDriverFinishAQueryOfTpcdsWithTheRightAnswer() throws IOException {
        GuestNode master = OVERLAY.node("spark-master", spark.daemon("master.Master", "spark-master", 7077))
                .awaitSaid("New state: ALIVE", LIMIT);
        List<GuestNode> workers = List.of(worker("worker-a"), worker("worker-b"));
        workers.forEach(worker -> worker.awaitSaid("Successfully registered with master", LIMIT));
        assertThat(master.err()).contains("Registering worker worker-a:7078", "Registering worker worker-b:7078");

        Path events = OVERLAY.directory("spark").resolve("events.jsonl");
        OVERLAY.node("driver", spark.submit(settings(), arguments(events)))
                .ended(LIMIT)
                .succeeded();

        JsonNode answer = only(events, "query-end");
        assertThat(answer.get("verified").asBoolean()).as(answer.toString()).isTrue();
        assertThat(answer.get("rows").asInt()).isEqualTo(100);
        assertThat(only(events, "spark").get("shuffleBytesRead").asLong()).isPositive();
        workers.forEach(worker -> assertThat(worker.err()).contains("Asked to launch executor"));
    }

    private GuestNode worker(String name) {
        return OVERLAY.node(
                name,
                spark.daemon(
                        "worker.Worker",
                        name,
                        7078,
                        "--cores",
                        "1",
                        "--memory",
                        "900m",
                        "--work-dir",
                        OVERLAY.directory("work").resolve(name).toString(),
                        "spark://spark-master:7077"));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(QUERY.sparkSettings());
        settings.put("spark.master", "spark://spark-master:7077");
        settings.put("spark.driver.host", "driver");
        settings.put("spark.executor.memory", "800m");
        settings.put("spark.sql.shuffle.partitions", "4");
        settings.put("spark.ui.enabled", "false");
        return settings;
    }

    private static List<String> arguments(Path events) {
        Path cache = Path.of(System.getProperty("boxer.test.tpcds.cache"));
        DataSet data = TpcdsData.ensure(cache, ScaleFactor.parse("0.01"), Progress.silent());
        Path texts = SparkGuests.queryTexts();
        ReferenceAnswers answers =
                ReferenceAnswers.ensure(data, QueryTexts.fromJar(texts), QUERY.queries(), Progress.silent());
        return List.of(
                "--data",
                data.directory().toString(),
                "--answers",
                answers.directory().toString(),
                "--texts",
                texts.toString(),
                "--queries",
                QUERY.names(),
                "--events",
                "file:" + events);
    }

    private static JsonNode only(Path events, String kind) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(events)) {
            JsonNode event = JSON.readTree(line);
            if (kind.equals(event.path("e").asText())) {
                found.add(event);
            }
        }
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }
}
