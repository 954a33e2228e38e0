// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.Progress;
import io.boxer.tpcds.data.TinyData;
import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QuerySet;
import io.boxer.tpcds.query.QueryTexts;
import io.boxer.tpcds.query.SparkTestJar;
import io.boxer.tpcds.verify.ReferenceAnswers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Spark on scale 0.01, with its own shuffle. */
@Timeout(600)
class TpcdsLocalIT {
    /**
     * Exact rows (q3), NULLs and another order (q34), averages of decimals (q7), a rollup (q36), ties at the limit (q20,
     * q59). q90 divides by zero at this scale, which Spark refuses: a query that fails.
     */
    private static final QuerySet QUERIES = QuerySet.parse("q3,q34,q90,q7,q36,q20,q59");

    private static final QueryName FAILING = QueryName.of("q90");

    private final DataSet data = TinyData.get();
    private final Path directory;

    TpcdsLocalIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void sparksAnswersAreVerifiedAndAFailingQueryStopsNothing() throws Exception {
        ReferenceAnswers answers = ReferenceAnswers.ensure(
                data, QueryTexts.fromJar(SparkTestJar.path()), QUERIES.queries(), Progress.silent());
        Map<String, String> settings = new TreeMap<>(QUERIES.sparkSettings());
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.sql.shuffle.partitions", "2");

        List<DriverEvent> events = LocalSpark.run(
                directory,
                settings,
                "--data",
                data.directory().toString(),
                "--answers",
                answers.directory().toString(),
                "--texts",
                SparkTestJar.path().toString(),
                "--queries",
                QUERIES.names());

        assertThat(of(events, DriverEvent.QueryStart.class))
                .extracting(DriverEvent.QueryStart::name)
                .containsExactlyElementsOf(
                        QUERIES.queries().stream().map(QueryName::toString).toList());
        assertThat(of(events, DriverEvent.QueryEnd.class)).hasSize(7).allSatisfy(end -> {
            boolean mayFail = end.name().equals(FAILING.toString());
            assertThat(end.error()).contains(mayFail ? "DIVIDE_BY_ZERO" : "");
            assertThat(end.verified()).as(end.toString()).isEqualTo(!mayFail);
            assertThat(end.rule()).isIn(mayFail ? List.of("") : List.of("exact", "set", "double", "ties"));
        });
        assertThat(events.get(0)).isInstanceOf(DriverEvent.Session.class);
        assertThat(events.get(1)).isInstanceOf(DriverEvent.Tables.class);
        assertThat(of(events, DriverEvent.Progress.class)).isNotEmpty();
        assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(DriverEvent.Spark.class, totals -> {
            assertThat(totals.tasks()).isPositive();
            assertThat(totals.recomputedTasks()).isZero();
        });
    }

    private static <T extends DriverEvent> List<T> of(List<DriverEvent> events, Class<T> kind) {
        return events.stream()
                .flatMap(event -> kind.isInstance(event) ? Stream.of(kind.cast(event)) : Stream.of())
                .toList();
    }
}
