// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.Progress;
import io.boxer.tpcds.data.TinyData;
import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryOrder;
import io.boxer.tpcds.query.QueryTexts;
import io.boxer.tpcds.query.SparkTestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ReferenceAnswersIT {
    private final DataSet data = TinyData.get();
    private final QueryTexts texts = QueryTexts.fromJar(SparkTestJar.path());
    private final ReferenceAnswers answers = ReferenceAnswers.ensure(data, texts, QueryName.all(), Progress.silent());

    @Test
    void everyAnswerIsSortedByTheKeysOfItsQuery() {
        assertThat(QueryName.all()).allSatisfy(query -> {
            Reference answer = answers.answer(query);
            List<String> names =
                    answer.columns().stream().map(ResultColumn::name).toList();

            assertThat(new KeyOrder(QueryOrder.keys(query, names), 0).firstBreak(answer.rows()))
                    .as("first row of %s out of order", query)
                    .isEqualTo(-1);
        });
    }

    @Test
    void mostAnswersHaveRowsEvenAtThisScale() {
        assertThat(QueryName.all().stream()
                        .filter(query -> !answers.answer(query).rows().isEmpty()))
                .hasSizeGreaterThan(70);
    }

    @Test
    void rowsThatTieAtTheLimitAreAllKnown() {
        // ordered by category and class only, as far as the result shows
        Reference answer = answers.answer(QueryName.of("q20"));

        assertThat(answer.rows()).hasSize(100);
        assertThat(answer.tied()).hasSizeGreaterThan(100 - answer.before());
    }

    @Test
    void anAnswerIsComputedOnceAndAgainWhenItIsDamaged() throws IOException {
        Path file = answers.directory().resolve("q3.jsonl");
        String whole = Files.readString(file);
        FileTime time = Files.getLastModifiedTime(file);

        ReferenceAnswers.ensure(data, texts, List.of(QueryName.of("q3")), Progress.silent());
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);

        Files.writeString(file, whole.replace("\"rows\":", "\"rowz\":"));
        ReferenceAnswers.ensure(data, texts, List.of(QueryName.of("q3")), Progress.silent());
        assertThat(file).hasContent(whole);
    }
}
