// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.security.ClusterKey;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TicketTest {
    private static final long NOW = TimeUnit.DAYS.toMillis(20_000);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private static Ticket madeAt(long millis) {
        return new Ticket(7, Ticket.End.CALLER, millis + Ticket.LIFE_MILLIS);
    }

    @Test
    void whatWasSignedIsReadWithTheSameKeyOnly() {
        var key = ClusterKey.random();
        Ticket ticket = madeAt(NOW);

        assertThat(Ticket.read(ticket.sign(key), key)).hasValue(ticket);
        assertThat(Ticket.read(ticket.sign(key), ClusterKey.random())).isEmpty();
    }

    @Test
    void clocksThatDifferByAMinuteAreGoodEnough() {
        assertThat(madeAt(NOW - TimeUnit.MINUTES.toMillis(1)).faultAt(NOW)).isEmpty();
        assertThat(madeAt(NOW + TimeUnit.MINUTES.toMillis(1)).faultAt(NOW)).isEmpty();
    }

    @Test
    void clocksThatDifferByAnHourAreNamed() {
        assertThat(madeAt(NOW - HOUR).faultAt(NOW))
                .hasValue("its ticket expired 3510 s ago, of at most 90 s;"
                        + " set the clocks of that node and of this host by NTP");
        assertThat(madeAt(NOW + HOUR).faultAt(NOW))
                .hasValue("its ticket is good for another 3690 s, of at most 90 s;"
                        + " set the clocks of that node and of this host by NTP");
    }
}
