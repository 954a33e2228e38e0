// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.RebalanceRecommendation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/**
 * The two documents of the instance metadata service that warn, as values. Shapes: EC2 User Guide, "Spot Instance interruption notices",
 * {@code {"action": "terminate", "time": "2017-09-18T08:22:00Z"}}, and "EC2 instance rebalance recommendations",
 * {@code {"noticeTime": "2020-10-27T08:22:00Z"}}. Pure.
 */
final class ImdsAnswers {
    static final String INSTANCE_ACTION = "/latest/meta-data/spot/instance-action";
    static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ACTIONS = Set.of("terminate", "stop", "hibernate");

    private ImdsAnswers() {}

    /** Empty if {@code body} is not such a document. */
    static Optional<InterruptionNotice> interruption(NodeId node, String body) {
        return parse(body)
                .filter(json -> ACTIONS.contains(json.path("action").asText()))
                .flatMap(json -> time(json.path("time")))
                .map(deadline -> InterruptionNotice.of(node, deadline));
    }

    /** Empty if {@code body} is not such a document. */
    static Optional<RebalanceRecommendation> rebalance(NodeId node, String body) {
        return parse(body)
                .flatMap(json -> time(json.path("noticeTime")))
                .map(noticed -> RebalanceRecommendation.of(node, noticed));
    }

    private static Optional<JsonNode> parse(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.textValue())) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
