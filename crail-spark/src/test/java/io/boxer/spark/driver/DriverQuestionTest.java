// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DriverQuestionTest {
    @Test
    void everyQuestionSurvivesItsText() {
        List<DriverQuestion> questions = List.of(
                new DriverQuestion.Open(3), new DriverQuestion.Lost(3, 17), new DriverQuestion.Gone(3, 1L << 60));

        for (DriverQuestion question : questions) {
            assertThat(DriverQuestion.parse(question.toText())).contains(question);
        }
    }

    @Test
    void anythingElseIsNoQuestion() {
        for (String text : List.of("", "open", "open x", "lost 1", "lost 1 2 3", "shut 1", "gone 1 y")) {
            assertThat(DriverQuestion.parse(text)).isEmpty();
        }
    }
}
