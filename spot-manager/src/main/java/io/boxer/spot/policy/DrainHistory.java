// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.spot.NoticeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was decided before: the notices that are settled, the times of the drains, the consents given. Immutable.
 *
 * @param settled most recent last, at most {@value #REMEMBERED}
 * @param drains when drains began, within the last minute or a little more
 * @param consented notices that may pass the rate limit
 */
public record DrainHistory(List<NoticeId> settled, List<Instant> drains, List<NoticeId> consented) {
    static final int REMEMBERED = 4096;
    static final Duration WINDOW = Duration.ofMinutes(1);
    public static final DrainHistory EMPTY = new DrainHistory(List.of(), List.of(), List.of());

    public DrainHistory {
        settled = last(settled);
        drains = last(drains);
        consented = last(consented);
    }

    private static <T> List<T> last(List<T> values) {
        return List.copyOf(values.subList(Math.max(0, values.size() - REMEMBERED), values.size()));
    }

    private static <T> List<T> plus(List<T> values, T value) {
        return Stream.concat(values.stream(), Stream.of(value)).toList();
    }

    public boolean isSettled(NoticeId id) {
        return settled.contains(id);
    }

    /** A notice needs no further decision. */
    public DrainHistory settle(NoticeId id) {
        return isSettled(id) ? this : new DrainHistory(plus(settled, id), drains, consented);
    }

    /** A decision could not be carried out: the notice is open again. */
    public DrainHistory reopen(NoticeId id) {
        return new DrainHistory(
                settled.stream().filter(other -> !other.equals(id)).toList(), drains, consented);
    }

    /** A drain begins at {@code now}. */
    public DrainHistory drained(Instant now) {
        List<Instant> recent =
                drains.stream().filter(at -> at.isAfter(now.minus(WINDOW))).toList();
        return new DrainHistory(settled, plus(recent, now), consented);
    }

    public DrainHistory consent(NoticeId id) {
        return new DrainHistory(settled, drains, plus(consented, id));
    }

    public boolean hasConsent(NoticeId id) {
        return consented.contains(id);
    }

    /** Drains begun in the minute before {@code now}. */
    public int drainsInWindow(Instant now) {
        return (int) drains.stream().filter(at -> at.isAfter(now.minus(WINDOW))).count();
    }
}
