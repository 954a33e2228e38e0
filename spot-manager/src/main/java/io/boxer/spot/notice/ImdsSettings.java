// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import io.boxer.common.BoxerException;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How instance metadata is polled. Immutable.
 *
 * @param shortest least time between two polls
 * @param longest most time between two polls; each pause is drawn evenly between the two
 * @param fast time between two polls once a rebalance recommendation was seen
 * @param timeout of one request
 * @param tokenTtl asked for a token, from one second to six hours
 */
public record ImdsSettings(Duration shortest, Duration longest, Duration fast, Duration timeout, Duration tokenTtl) {
    public static final Setting<Duration> SHORTEST =
            Setting.duration("boxer.spot.poll-min", "1s", "least time between two polls of an instance's metadata");
    public static final Setting<Duration> LONGEST = Setting.duration(
            "boxer.spot.poll-max",
            "5s",
            "most time between two polls of an instance's metadata; each pause is drawn between the two");
    public static final Setting<Duration> FAST = Setting.duration(
            "boxer.spot.poll-fast", "1s", "time between two polls once an instance has a rebalance recommendation");
    public static final Setting<Duration> TIMEOUT =
            Setting.duration("boxer.spot.imds-timeout", "2s", "time after which a metadata request counts as failed");
    public static final Setting<Duration> TOKEN_TTL = Setting.duration(
            "boxer.spot.imds-token-ttl", "6h", "life of an IMDSv2 token, from 1s to 6h; it is renewed before it ends");
    public static final List<Setting<?>> ALL = List.of(SHORTEST, LONGEST, FAST, TIMEOUT, TOKEN_TTL);

    private static final Duration LONGEST_TTL = Duration.ofHours(6);

    public ImdsSettings {
        if (shortest.isNegative() || shortest.isZero() || longest.compareTo(shortest) < 0 || fast.isZero()) {
            throw BoxerException.user(
                    "boxer.spot.poll-min=%s, boxer.spot.poll-max=%s: 0s < min <= max does not hold; correct one of them",
                    shortest, longest);
        }
        if (tokenTtl.toSeconds() < 1 || tokenTtl.compareTo(LONGEST_TTL) > 0) {
            throw BoxerException.user(
                    "boxer.spot.imds-token-ttl=%s is not between 1s and 6h; EC2 refuses others, correct it", tokenTtl);
        }
    }

    public static ImdsSettings from(Settings settings) {
        return new ImdsSettings(
                settings.get(SHORTEST),
                settings.get(LONGEST),
                settings.get(FAST),
                settings.get(TIMEOUT),
                settings.get(TOKEN_TTL));
    }
}
