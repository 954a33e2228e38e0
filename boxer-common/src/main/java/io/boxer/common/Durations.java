// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.BoxerException.user;

import java.time.Duration;
import java.util.regex.Pattern;

/** Times as people write them: {@code 250ms}, {@code 5s}, {@code 2m}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19}) ?(ns|us|ms|s|m|h|d)");

    /** The largest first. */
    private enum Unit {
        d(Duration.ofDays(1)),
        h(Duration.ofHours(1)),
        m(Duration.ofMinutes(1)),
        s(Duration.ofSeconds(1)),
        ms(Duration.ofMillis(1)),
        us(Duration.ofNanos(1_000)),
        ns(Duration.ofNanos(1));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }
    }

    private Durations() {}

    /**
     * Reads a whole number with one of the units ns, us, ms, s, m, h, d. The unit is not optional: a bare number would
     * be seconds to one reader and milliseconds to the next.
     *
     * @return zero or more, at most 2^63 - 1 nanoseconds (292 years), so that {@link Duration#toNanos()} never fails
     * @throws BoxerException USER if the text has another form or is longer
     */
    public static Duration parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw user("'%s' is not a time; write a whole number with ns, us, ms, s, m, h or d, such as 5s", text);
        }
        try {
            var length = Unit.valueOf(form.group(2)).length.multipliedBy(Long.parseLong(form.group(1)));
            return Duration.ofNanos(length.toNanos());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message("'%s' is more than 292 years; write a shorter time", text),
                    e);
        }
    }

    /**
     * The exact value in the largest unit that divides it; {@link #parse} reads it back.
     *
     * @param duration zero or more
     */
    public static String format(Duration duration) {
        var nanos = duration.toNanos();
        for (var unit : Unit.values()) {
            if (nanos >= unit.length.toNanos() && nanos % unit.length.toNanos() == 0) {
                return nanos / unit.length.toNanos() + unit.name();
            }
        }
        return "0s";
    }
}
