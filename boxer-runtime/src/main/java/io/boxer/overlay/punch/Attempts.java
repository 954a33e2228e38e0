// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.common.NodeId;
import io.boxer.overlay.PeerMessage.Dial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the other end has said about the latest connect to each port: a guest whose plan has failed does not know why, and comes
 * again. Confined to its owner.
 */
final class Attempts {
    /** A guest has come again by then, or does not. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** What the other end says. */
    enum State {
        UNANSWERED,
        ACCEPTED,
        REFUSED
    }

    /** One connect. */
    record Attempt(NodeId to, Dial dial, long nanos, State state) {
        private Attempt with(State heard) {
            return new Attempt(to, dial, nanos, heard);
        }
    }

    private record Target(NodeId to, int port) {}

    private final Map<Target, Attempt> latest = new LinkedHashMap<>();

    void began(NodeId to, Dial dial, long nowNanos) {
        latest.values().removeIf(old -> nowNanos - old.nanos() > REMEMBERED.toNanos());
        latest.put(new Target(to, dial.port()), new Attempt(to, dial, nowNanos, State.UNANSWERED));
    }

    void heard(NodeId from, long session, State state) {
        latest.replaceAll((target, attempt) ->
                attempt.dial().session() == session && attempt.to().equals(from) ? attempt.with(state) : attempt);
    }

    Optional<Attempt> latest(NodeId to, int port, long nowNanos) {
        return Optional.ofNullable(latest.get(new Target(to, port)))
                .filter(attempt -> nowNanos - attempt.nanos() <= REMEMBERED.toNanos());
    }

    /** Those whose guest dials already, and whose other end may know nothing of it. */
    List<Dial> begunAndUnanswered(NodeId to, long sinceNanos) {
        return latest.values().stream()
                .filter(attempt -> attempt.to().equals(to)
                        && attempt.state() == State.UNANSWERED
                        && attempt.dial().begun()
                        && attempt.nanos() - sinceNanos >= 0)
                .map(Attempt::dial)
                .toList();
    }
}
