// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.RebalanceRecommendation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;

/** Notices that somebody with the admin role says. Thread-safe. */
public final class AdminSource implements NoticeSource {
    private static final long MOST_SECONDS = 86_400;

    private final InstantSource clock;
    private final Outlet outlet = new Outlet();

    public AdminSource(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void start(Consumer<PreemptionNotice> sink) {
        outlet.open(sink);
    }

    /**
     * Says the notice of a request body, {@code {"node": "spot-1", "kind": "notice", "noticeSeconds": 20}}; instead of the seconds
     * {@code "deadline": "2026-01-01T00:00:00Z"} names the moment, which makes a repeated request the same notice;
     * {@code {"node": "spot-1", "kind": "rebalance"}} is a recommendation as of now.
     *
     * @return what was said
     * @throws BoxerException USER if it is not such a body; it is counted as garbage
     */
    public PreemptionNotice submit(JsonNode body) {
        outlet.asked();
        try {
            PreemptionNotice notice = parse(body);
            outlet.say(notice);
            return notice;
        } catch (BoxerException e) {
            outlet.garbage();
            throw e;
        }
    }

    private PreemptionNotice parse(JsonNode body) {
        NodeId node = new NodeId(body.path("node").asText());
        String kind = body.path("kind").asText();
        return switch (kind) {
            case "notice" -> InterruptionNotice.of(node, deadline(body));
            case "rebalance" -> RebalanceRecommendation.of(node, clock.instant());
            default -> throw BoxerException.user("kind=%s is neither notice nor rebalance; correct it", kind);
        };
    }

    private Instant deadline(JsonNode body) {
        if (body.has("deadline")) {
            try {
                return Instant.parse(body.get("deadline").asText());
            } catch (DateTimeParseException e) {
                throw BoxerException.user(
                        "deadline=%s is not a time like 2026-01-01T00:00:00Z; correct it, or use noticeSeconds",
                        body.get("deadline").asText());
            }
        }
        JsonNode seconds = body.path("noticeSeconds");
        if (!seconds.isIntegralNumber() || seconds.asLong() < 0 || seconds.asLong() > MOST_SECONDS) {
            throw BoxerException.user(
                    "noticeSeconds=%s is not a whole number from 0 to %d; correct it", seconds.asText(), MOST_SECONDS);
        }
        return clock.instant().plus(Duration.ofSeconds(seconds.asLong()));
    }

    @Override
    public SourceCounts counts() {
        return outlet.counts();
    }

    @Override
    public void close() {
        outlet.close();
    }
}
