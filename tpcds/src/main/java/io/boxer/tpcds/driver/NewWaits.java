// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds, in what the metric {@code recentWaits} shows at one look after the other, the intervals that had not been there
 * before: {@code executor from to longest-read longest-write}, separated by semicolons. Not thread-safe.
 */
final class NewWaits {
    private static final int WORDS = 5;

    private Set<String> seen = Set.of();

    List<DriverEvent.Waits> in(String text) {
        Set<String> now = new LinkedHashSet<>(List.of(text.split(";", -1)));
        List<DriverEvent.Waits> waits = new ArrayList<>();
        for (String interval : now) {
            String[] words = interval.split(" ", -1);
            if (words.length == WORDS && !seen.contains(interval)) {
                waits.add(new DriverEvent.Waits(
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]),
                        Long.parseLong(words[3]),
                        Long.parseLong(words[4])));
            }
        }
        seen = now;
        return waits;
    }
}
