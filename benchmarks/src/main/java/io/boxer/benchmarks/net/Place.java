// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a program runs: on this host or in a namespace of a lab, as a node's guest or as it is. Immutable.
 *
 * @param site keeps what is started here
 * @param name for logs
 * @param onHost the words that run a command there
 * @param environment what makes the program a guest; empty: it is none
 */
record Place(Site site, String name, List<String> onHost, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    Place {
        onHost = List.copyOf(onHost);
        environment = Map.copyOf(environment);
    }

    /** Runs it to its end and returns what it has printed. */
    String run(List<String> command) {
        try (Started started = start(command)) {
            return started.output(LIMIT);
        }
    }

    /** Starts it; the caller closes it. */
    Started start(List<String> command) {
        return Started.start(Words.of(onHost, command), environment, site.newLog(name));
    }

    /** Starts what stays until the site is closed, and waits until it says that it serves. */
    Started serve(List<String> command, String ready) {
        Started started = site.keep(start(command));
        started.awaitSaid(Pattern.compile(ready));
        return started;
    }

    /** A directory that every user may use. */
    Path directory(String label) {
        return site.directory(name + "-" + label);
    }
}
