// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import io.boxer.common.Durations;
import io.boxer.spot.market.Step.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A notice again and again, some of them kills instead. Immutable.
 *
 * @param every time between two steps
 * @param notice length of each notice
 * @param kills numbers of the steps that kill without notice, drawn from the seed among the first steps
 */
public record EveryPlan(Duration every, Duration notice, Set<Integer> kills) {
    private static final List<String> KEYS = List.of("every", "notice", "kills");
    private static final int MOST_KILLS = 1000;

    public EveryPlan {
        kills = Set.copyOf(kills);
    }

    static EveryPlan parse(String text, long seed) {
        Map<String, String> values = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part : part.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key)) {
                throw BoxerException.user(
                        "interruptions=%s: \"%s\" is not every=, notice= or kills=; write for example every=20s,notice=10s,kills=1",
                        text, part);
            }
            if (values.put(key, part.substring(equals + 1)) != null) {
                throw BoxerException.user("interruptions=%s names %s twice; name it once", text, key);
            }
        }
        if (!values.containsKey("every")) {
            throw BoxerException.user("interruptions=%s does not say how often; add for example every=20s", text);
        }
        Duration every = positive(text, "every", values.getOrDefault("every", ""));
        Duration notice = positive(text, "notice", values.getOrDefault("notice", "20s"));
        return new EveryPlan(every, notice, draw(kills(text, values.getOrDefault("kills", "0")), seed));
    }

    private static Duration positive(String text, String key, String value) {
        Duration duration = Durations.parse(value);
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw BoxerException.user(
                    "interruptions=%s: %s=%s is shorter than a second; make it longer", text, key, value);
        }
        return duration;
    }

    private static int kills(String text, String value) {
        if (!value.matches("\\d{1,4}") || Integer.parseInt(value) > MOST_KILLS) {
            throw BoxerException.user(
                    "interruptions=%s: kills=%s is not a number from 0 to %d; correct it", text, value, MOST_KILLS);
        }
        return Integer.parseInt(value);
    }

    /** Every third step or so is a kill until all are used up; with one kill it is one of the first three steps. */
    private static Set<Integer> draw(int count, long seed) {
        Random random = new Random(seed);
        Set<Integer> numbers = new HashSet<>();
        while (numbers.size() < count) {
            numbers.add(random.nextInt(3 * count));
        }
        return numbers;
    }

    /** The first step is due after one interval; a step that finds no node until the next is due is missed. */
    Step step(int number) {
        boolean kill = kills.contains(number);
        Step step = Step.of(
                number, kill ? Kind.KILL : Kind.NOTICE, kill ? Duration.ZERO : notice, every.multipliedBy(number + 1L));
        return kill ? step : step.orNever(every);
    }
}
