// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.overlay.Ticket;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private final Sessions sessions = new Sessions(10);

    @Test
    void theTicketOfAnEndThatHasGoneIsOfNoUseToWhoeverHasCopiedItOrItsOtherHalf() {
        var gone = new EmbeddedChannel();
        assertThat(sessions.arrive(TestRelay.ticket(7, Ticket.End.CALLER), gone))
                .isEmpty();
        assertThat(sessions.waiting()).isEqualTo(1);
        gone.close();

        for (Ticket.End end : Ticket.End.values()) {
            var copier = new EmbeddedChannel();
            assertThat(sessions.arrive(TestRelay.ticket(7, end), copier)).isEmpty();
            assertThat(copier.isOpen()).isFalse();
        }
        assertThat(sessions.waiting()).isZero();
        assertThat(sessions.refused()).isEqualTo(2);
    }
}
