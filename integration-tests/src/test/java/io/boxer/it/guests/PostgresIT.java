// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL as a user without rights: a server, its clients, its load generator, a standby. */
class PostgresIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final String READY = "database system is ready to accept";

    private static Program postgres;
    private static Program psql;
    private static GuestNode server;

    @BeforeAll
    static void start() {
        postgres = Program.need("postgres", "PostgreSQL");
        psql = Program.need("psql", "PostgreSQL");
        Program initdb = Program.need("initdb", "PostgreSQL");
        String data = data("db");
        OVERLAY.run(unprivileged(initdb.with(
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
        server = server("db", data, "db,localhost");
    }

    private static String data(String name) {
        return OVERLAY.directory(name).resolve("data").toString();
    }

    private static void append(String name, String file, String lines) {
        // by a shell of the same user: the directory is closed to others
        OVERLAY.run(unprivileged(List.of("sh", "-c", "printf '%s' \"$1\" >> \"$0\"", data(name) + "/" + file, lines)))
                .succeeded();
    }

    private static List<String> unprivileged(List<String> command) {
        return Overlay.unprivileged(command);
    }

    private static GuestNode server(String name, String data, String listen) {
        Path sockets = OVERLAY.directory(name);
        return OVERLAY.node(
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

    private static String ask(String host, String sql) {
        return OVERLAY.run(psql.with("-h", host, "-U", "it", "-d", "postgres", "-AtX", "-c", sql))
                .succeeded()
                .out()
                .strip();
    }

    @Test
    void theServerSeesVirtualAddressesOfBothEnds() {
        String seen = ask("db", "select inet_client_addr(), inet_server_addr(), inet_server_port()");

        assertThat(seen).matches("10\\.\\d+\\.0\\.\\d+\\|10\\.\\d+\\.0\\.\\d+\\|5432");
    }

    @Test
    void aNameAndLocalhostAreTwoListenersThoughBothAreThisNode() {
        assertThat(server.err()).containsPattern("listening on IPv4 address \"10\\.\\d+\\.0\\.\\d+\", port 5432");
        assertThat(server.err()).contains("listening on IPv4 address \"127.0.0.1\", port 5432");
    }

    @Test
    void theLoadGeneratorRunsTransactionsOverFourConnections() {
        Program pgbench = Program.need("pgbench", "PostgreSQL under load");
        OVERLAY.run(pgbench.with("-h", "db", "-U", "it", "-i", "-q", "postgres"))
                .succeeded();

        var result =
                OVERLAY.run(pgbench.with("-h", "db", "-U", "it", "-c", "4", "-j", "2", "-t", "100", "-n", "postgres"));

        assertThat(result.succeeded().out()).contains("number of transactions actually processed: 400/400");
    }

    @Test
    void aStandbyFollowsAndIsPromotedWhenTheServerIsGone() {
        Program basebackup = Program.need("pg_basebackup", "replication of PostgreSQL");
        ask("db", "create table colours as select 'green' as name");
        String data = data("standby");
        OVERLAY.run(unprivileged(basebackup.with("-h", "db", "-U", "it", "-D", data, "-R", "-c", "fast")))
                .succeeded();
        server("standby", data, "*");

        ask("db", "insert into colours values ('blue')");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ask("standby", "select count(*) from colours"))
                        .isEqualTo("2"));
        assertThat(ask("db", "select client_addr from pg_stat_replication")).matches("10\\.\\d+\\.0\\.\\d+");
        assertThat(ask("standby", "select pg_promote()")).isEqualTo("t");

        assertThat(ask("standby", "insert into colours values ('red') returning name"))
                .startsWith("red");
    }
}
