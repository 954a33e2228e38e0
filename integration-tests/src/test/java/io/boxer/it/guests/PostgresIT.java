// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL as a user without rights: a server, its clients, its load generator, a standby. */
class PostgresIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static PostgresNodes postgres;
    private static GuestNode server;

    @BeforeAll
    static void start() {
        postgres = PostgresNodes.on(OVERLAY);
        server = postgres.start();
    }

    @Test
    void theServerSeesVirtualAddressesOfBothEnds() {
        postgres.theServerSeesVirtualAddressesOfBothEnds();
    }

    @Test
    void aNameAndLocalhostAreTwoListenersThoughBothAreThisNode() {
        assertThat(server.err()).containsPattern("listening on IPv4 address \"10\\.\\d+\\.0\\.\\d+\", port 5432");
        assertThat(server.err()).contains("listening on IPv4 address \"127.0.0.1\", port 5432");
    }

    @Test
    void theLoadGeneratorRunsTransactionsOverFourConnections() {
        postgres.theLoadGeneratorRunsTransactionsOverFourConnections();
    }

    @Test
    void aStandbyFollowsAndIsPromotedWhenTheServerIsGone() {
        Program basebackup = Program.need("pg_basebackup", "replication of PostgreSQL");
        postgres.ask("db", "create table colours as select 'green' as name");
        String data = postgres.data("standby");
        OVERLAY.run(Overlay.unprivileged(basebackup.with("-h", "db", "-U", "it", "-D", data, "-R", "-c", "fast")))
                .succeeded();
        postgres.server("standby", data, "*");

        postgres.ask("db", "insert into colours values ('blue')");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(postgres.ask("standby", "select count(*) from colours"))
                        .isEqualTo("2"));
        assertThat(postgres.ask("db", "select client_addr from pg_stat_replication"))
                .matches("10\\.\\d+\\.0\\.\\d+");
        assertThat(postgres.ask("standby", "select pg_promote()")).isEqualTo("t");

        assertThat(postgres.ask("standby", "insert into colours values ('red') returning name"))
                .startsWith("red");
    }
}
