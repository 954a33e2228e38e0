// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTextsTest {
    private final QueryTexts texts = QueryTexts.fromJar(SparkTestJar.path());

    @Test
    void all103TextsAreInSparksJarAndEndWithoutASemicolon() {
        assertThat(QueryName.all())
                .hasSize(103)
                .allSatisfy(name -> assertThat(texts.text(name))
                        .containsIgnoringCase("select")
                        .doesNotEndWith(";"));
    }

    @Test
    void everyTextHasATranslationForDuckDb() {
        assertThat(QueryName.all())
                .allSatisfy(name -> assertThat(DuckDbDialect.translate(name, texts.text(name)))
                        .doesNotContain("`"));
        assertThat(translated("q58")).contains("ORDER BY ss_items.item_id");
        assertThat(translated("q72")).contains("w_warehouse_name, d1.d_week_seq\nLIMIT");
        assertThat(translated("q77")).contains("coalesce(returns, 0) AS returns,\n     (profit");
        assertThat(translated("q84")).contains("c_last_name || ', ' || c_first_name AS customername");
        assertThat(translated("q90")).contains(") AS at_,");
    }

    private String translated(String name) {
        return DuckDbDialect.translate(QueryName.of(name), texts.text(QueryName.of(name)));
    }

    @Test
    void aTextWithoutThePlaceToRepairIsRefused() {
        assertThatThrownBy(() -> DuckDbDialect.translate(QueryName.of("q90"), "SELECT 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("q90 does not hold the text \"5200) at,\" once;"
                        + " these are other query texts than Spark 4.1's, whose repairs are known");
    }

    @Test
    void aLimitIsFoundOnlyAtTheEnd() {
        String inner = "SELECT * FROM (SELECT 1 LIMIT 5) x";

        assertThat(DuckDbDialect.limit(inner)).isEmpty();
        assertThat(DuckDbDialect.limit(inner + "\nLIMIT 100")).isEqualTo(OptionalInt.of(100));
        assertThat(DuckDbDialect.withoutLimit(inner + "\nlimit 100 ")).isEqualTo(inner);
    }

    @Test
    void anotherJarIsRefusedWithWhatIsMissing(@TempDir Path directory) throws IOException {
        Path jar = directory.resolve("other.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("x"));
        }

        assertThatThrownBy(() -> QueryTexts.fromJar(jar))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot read the query texts from " + jar
                        + ": tpcds/q1.sql is not in it; it must be Spark's spark-sql_2.13 tests jar");
    }
}
