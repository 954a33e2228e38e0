// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** redis-benchmark, with connections that stay and with one for each request. Stateless. */
final class Redis {
    private static final Pattern GETS = Pattern.compile("\"GET\",\"([0-9.]+)\"");
    private static final String KEPT = "redis-benchmark -t get, 30 connections kept";
    private static final String SHORT = "redis-benchmark -k 0, a connection a request";

    private Redis() {}

    static void run(Pair pair, Optional<java.nio.file.Path> guests, int rounds, Listener listener) {
        var server = FoundProgram.find("redis-server", guests);
        var benchmark = FoundProgram.find("redis-benchmark", guests);
        if (server.isEmpty() || benchmark.isEmpty()) {
            for (String row : List.of(KEPT, SHORT)) {
                listener.skipped(new Skipped(
                        pair.label() + ": " + row, "redis-server or redis-benchmark is not on this machine"));
            }
            return;
        }
        int port = Pair.freePort();
        int plainPort = Pair.freePort();
        serve(pair.ours().server(), server.get(), port);
        serve(pair.plain().server(), server.get(), plainPort);
        pair.compare(
                listener,
                rounds,
                List.of(pair.column(KEPT, "1/s", Goal.ratioAtLeast(0.97))),
                port,
                plainPort,
                (ends, at) -> ask(benchmark.get(), ends, at, "-n", "40000", "-c", "30"));
        pair.compare(
                listener,
                rounds,
                List.of(pair.column(SHORT, "1/s", Goal.ratioAtLeast(0.35))),
                port,
                plainPort,
                (ends, at) -> ask(benchmark.get(), ends, at, "-k", "0", "-n", "2000", "-c", "10"));
    }

    private static void serve(Place place, FoundProgram server, int port) {
        place.serve(
                server.with(
                        "--dir",
                        place.directory("redis").toString(),
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--protected-mode",
                        "no"),
                "Ready to accept connections");
    }

    private static List<Double> ask(FoundProgram benchmark, Pair.Ends ends, int port, String... load) {
        var words = Words.of(
                benchmark.with("-h", ends.name(), "-p", Integer.toString(port), "-t", "get", "--csv"), List.of(load));
        return List.of(Output.number(GETS, ends.client().run(words)));
    }
}
