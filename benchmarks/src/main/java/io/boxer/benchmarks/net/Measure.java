// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Spread;
import io.boxer.common.BoxerException;
import java.util.List;

/**
 * The program that measures, {@code boxer-measure}, run in a place. Immutable.
 *
 * @param server name or address of where it serves, as the place sees it
 */
record Measure(Place place, String server, int port) {
    /** Starts the serving end. */
    static void serve(Place place, int port) {
        place.serve(List.of(place.site().measure(), "serve", Integer.toString(port)), "serving\n");
    }

    /** MiB/s of one connection. */
    List<Double> bulk(int milliseconds) {
        return numbers("bulk", milliseconds);
    }

    /** Microseconds of a request and its answer on one connection, the median of so many. */
    List<Double> roundTrip(int requests) {
        return List.of(Spread.of(numbers("echo", requests)).median());
    }

    /** Of so many connections: microseconds to the first byte, p50 and p99, and how many succeeded. */
    List<Double> connects(int count) {
        List<Double> sorted = numbers("connect", count).stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw BoxerException.peer("none of %d connections to %s:%d succeeded", count, server, port);
        }
        return List.of(Spread.quantile(sorted, 0.5), Spread.quantile(sorted, 0.99), (double) sorted.size());
    }

    /** Of so many connections to where nobody listens: how many were refused. */
    long refused(int count) {
        return place.run(words("connect", count))
                .lines()
                .filter("failed Connection refused"::equals)
                .count();
    }

    /** Begins to make so many connections, one after the other; the caller closes it. */
    Started connecting(int count) {
        return place.start(words("connect", count));
    }

    /** Nanoseconds of getpid, write, read and epoll_wait. */
    static List<Double> calls(Place place, int count) {
        return numbers(place.run(List.of(place.site().measure(), "calls", Integer.toString(count))));
    }

    private List<Double> numbers(String what, int count) {
        return numbers(place.run(words(what, count)));
    }

    private List<String> words(String what, int count) {
        return List.of(place.site().measure(), what, server, Integer.toString(port), Integer.toString(count));
    }

    private static List<Double> numbers(String printed) {
        return printed.lines()
                .filter(line -> !line.startsWith("failed"))
                .map(Double::parseDouble)
                .toList();
    }
}
