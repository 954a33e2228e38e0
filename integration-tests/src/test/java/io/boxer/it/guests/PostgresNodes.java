// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** PostgreSQL as a user without rights, wherever its nodes run. Confined to the thread of the test. */
record PostgresNodes(Overlay overlay, Program postgres, Program psql) {
    private static final String READY = "database system is ready to accept";

    /** Skips the calling test where there is no PostgreSQL. */
    static PostgresNodes on(Overlay overlay) {
        return new PostgresNodes(overlay, Program.need("postgres", "PostgreSQL"), Program.need("psql", "PostgreSQL"));
    }

    /** The node {@code db}, with an empty data base. */
    GuestNode start() {
        Program initdb = Program.need("initdb", "PostgreSQL");
        String data = data("db");
        overlay.run(unprivileged(initdb.with(
                        "-D",
                        data,
                        "-U",
                        "it",
                        "-A",
                        "trust",
                        "--no-sync",
                        "--locale=C",
                        "-E",
                        "UTF8",
                        "--no-instructions")))
                .succeeded();
        append("db", "pg_hba.conf", "host all all all trust\nhost replication all all trust\n");
        return server("db", data, "db,localhost");
    }

    String data(String name) {
        return overlay.directory(name).resolve("data").toString();
    }

    private void append(String name, String file, String lines) {
        // by a shell of the same user: the directory is closed to others
        overlay.run(unprivileged(List.of("sh", "-c", "printf '%s' \"$1\" >> \"$0\"", data(name) + "/" + file, lines)))
                .succeeded();
    }

    static List<String> unprivileged(List<String> command) {
        return Overlay.unprivileged(command);
    }

    GuestNode server(String name, String data, String listen) {
        Path sockets = overlay.directory(name);
        return overlay.node(
                        name,
                        unprivileged(postgres.with(
                                "-D",
                                data,
                                "-h",
                                listen,
                                "-k",
                                sockets.toString(),
                                "-c",
                                "fsync=off",
                                "-c",
                                "jit=off")))
                .awaitSaid(READY);
    }

    String ask(String host, String sql) {
        return overlay.run(psql.with("-h", host, "-U", "it", "-d", "postgres", "-AtX", "-c", sql))
                .succeeded()
                .out()
                .strip();
    }

    void theServerSeesVirtualAddressesOfBothEnds() {
        String seen = ask("db", "select inet_client_addr(), inet_server_addr(), inet_server_port()");

        assertThat(seen).matches("10\\.\\d+\\.\\d+\\.\\d+\\|10\\.\\d+\\.\\d+\\.\\d+\\|5432");
    }

    void theLoadGeneratorRunsTransactionsOverFourConnections() {
        Program pgbench = Program.need("pgbench", "PostgreSQL under load");
        overlay.run(pgbench.with("-h", "db", "-U", "it", "-i", "-q", "postgres"))
                .succeeded();

        var result =
                overlay.run(pgbench.with("-h", "db", "-U", "it", "-c", "4", "-j", "2", "-t", "100", "-n", "postgres"));

        assertThat(result.succeeded().out()).contains("number of transactions actually processed: 400/400");
    }
}
