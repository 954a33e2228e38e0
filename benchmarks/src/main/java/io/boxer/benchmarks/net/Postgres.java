// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** pgbench's select-only transactions over connections that stay. The server gives up root, which it refuses. Stateless. */
final class Postgres {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final String ROW = "pgbench -S, 4 connections";

    private Postgres() {}

    static void run(Pair pair, Optional<Path> guests, int rounds, Listener listener) {
        var server = FoundProgram.find("postgres", guests);
        var initdb = FoundProgram.find("initdb", guests);
        var pgbench = FoundProgram.find("pgbench", guests);
        if (server.isEmpty() || initdb.isEmpty() || pgbench.isEmpty()) {
            listener.skipped(new Skipped(pair.label() + ": " + ROW, "PostgreSQL is not on this machine"));
            return;
        }
        int port = Pair.freePort();
        int plainPort = Pair.freePort();
        serve(pair.ours(), port, server.get(), initdb.get(), pgbench.get());
        serve(pair.plain(), plainPort, server.get(), initdb.get(), pgbench.get());
        pair.compare(
                listener,
                rounds,
                List.of(pair.column(ROW, "tx/s", Goal.ratioAtLeast(0.97))),
                port,
                plainPort,
                (ends, at) -> List.of(Output.number(
                        TPS, ends.client().run(client(pgbench.get(), ends, at, "-S", "-n", "-c", "4", "-T", "2")))));
    }

    private static void serve(
            Pair.Ends ends, int port, FoundProgram server, FoundProgram initdb, FoundProgram pgbench) {
        Place place = ends.server();
        Path directory = place.directory("postgres");
        String data = directory.resolve("data").toString();
        place.run(unprivileged(initdb.with(
                "-D",
                data,
                "-U",
                "bench",
                "-A",
                "trust",
                "--no-sync",
                "--locale=C",
                "-E",
                "UTF8",
                "--no-instructions")));
        place.run(unprivileged(List.of("sh", "-c", "echo 'host all all all trust' >> \"$0\"", data + "/pg_hba.conf")));
        place.serve(
                unprivileged(server.with(
                        "-D",
                        data,
                        "-h",
                        "*",
                        "-p",
                        Integer.toString(port),
                        "-k",
                        directory.toString(),
                        "-c",
                        "fsync=off")),
                "database system is ready to accept");
        ends.client().run(client(pgbench, ends, port, "-i", "-q"));
    }

    private static List<String> client(FoundProgram pgbench, Pair.Ends ends, int port, String... load) {
        return Words.of(
                pgbench.with("-h", ends.name(), "-p", Integer.toString(port), "-U", "bench"),
                List.of(load),
                List.of("postgres"));
    }

    private static List<String> unprivileged(List<String> command) {
        return "root".equals(System.getProperty("user.name"))
                ? Words.of(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"), command)
                : command;
    }
}
