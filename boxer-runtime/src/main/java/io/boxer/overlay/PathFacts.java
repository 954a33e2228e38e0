// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import java.util.Optional;

/**
 * What a supervisor knows of the way from its node to another one.
 *
 * @param own where its link to the coordinator begins
 * @param seenAs the same end as the coordinator sees it: another address behind a NAT, another port if that does not keep ports
 * @param relay where two nodes meet that cannot dial each other
 * @param failedLately whether a direct path to the other node has failed, so that none is tried for a while
 * @param measured if it was asked for and the other supervisor was reached
 * @param trouble why it was not measured though asked for; else empty
 */
public record PathFacts(
        Endpoint own,
        Endpoint seenAs,
        Optional<Endpoint> relay,
        boolean failedLately,
        Optional<Measured> measured,
        String trouble) {
    /**
     * Between two supervisors, on a connection made as those of their guests are.
     *
     * @param relayed whether that went through the relay
     * @param roundTripNanos the median of many
     * @param bytesPerSecond of one connection, from the one who asked to the other
     */
    public record Measured(boolean relayed, long roundTripNanos, long bytesPerSecond) {}

    /** Whether others can be told where to dial. */
    public boolean keepsPorts() {
        return own.port() == seenAs.port();
    }

    public boolean isBehindNat() {
        return !own.address().equals(seenAs.address());
    }

    public PathFacts with(Optional<Measured> result, String why) {
        return new PathFacts(own, seenAs, relay, failedLately, result, why);
    }
}
