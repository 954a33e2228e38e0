// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.metrics.StoreReport;
import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverQuestionTest {
    @Test
    void everyQuestionSurvivesItsText() {
        List<DriverQuestion> questions = List.of(
                new DriverQuestion.Open(3),
                new DriverQuestion.Lost(3, 17),
                new DriverQuestion.Gone(3, 1L << 60),
                new DriverQuestion.Counted(new StoreReport("1", 5, 6, StoreCounts.NONE, new LongestWaits(7, 8))));

        for (DriverQuestion question : questions) {
            assertThat(DriverQuestion.parse(question.toText())).contains(question);
        }
    }

    @Test
    void anythingElseIsNoQuestion() {
        for (String text :
                List.of("", "open", "open x", "lost 1", "lost 1 2 3", "shut 1", "gone 1 y", "counted", "counted 1 2")) {
            assertThat(DriverQuestion.parse(text)).isEmpty();
        }
    }
}
