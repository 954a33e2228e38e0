// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.RebalanceRecommendation;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsAnswersTest {
    private static final NodeId NODE = new NodeId("spot-1");
    private static final String INTERRUPTION = "{\"action\": \"terminate\", \"time\": \"2017-09-18T08:22:00Z\"}";

    @Test
    void theExampleOfTheUserGuideIsANotice() {
        assertThat(ImdsAnswers.interruption(NODE, INTERRUPTION))
                .contains(InterruptionNotice.of(NODE, Instant.parse("2017-09-18T08:22:00Z")));
        assertThat(ImdsAnswers.rebalance(NODE, "{\"noticeTime\": \"2020-10-27T08:22:00Z\"}"))
                .contains(RebalanceRecommendation.of(NODE, Instant.parse("2020-10-27T08:22:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "<html>404</html>",
                "{}",
                "{\"action\": \"terminate\"}",
                "{\"action\": \"terminate\", \"time\": 1505722920}",
                "{\"action\": \"terminate\", \"time\": \"tomorrow\"}",
                "{\"action\": \"dance\", \"time\": \"2017-09-18T08:22:00Z\"}",
                "{\"time\": \"2017-09-18T08:22:00Z\"}"
            })
    void anythingElseIsNone(String body) {
        assertThat(ImdsAnswers.interruption(NODE, body)).isEmpty();
        assertThat(ImdsAnswers.rebalance(NODE, body)).isEmpty();
    }

    @Test
    void anAnswerThatIsCutIsNone() {
        for (int length = 0; length < INTERRUPTION.length(); length++) {
            assertThat(ImdsAnswers.interruption(NODE, INTERRUPTION.substring(0, length)))
                    .as("%d characters", length)
                    .isEmpty();
        }
    }

    @Test
    void aThousandRandomTextsAreNone() {
        Random random = new Random(11);
        for (int i = 0; i < 1000; i++) {
            String body = random.ints(random.nextInt(200), 1, 0x300)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(ImdsAnswers.interruption(NODE, body)).as(body).isEmpty();
            assertThat(ImdsAnswers.rebalance(NODE, body)).as(body).isEmpty();
        }
    }
}
