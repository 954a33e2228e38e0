// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpentSessionsTest {
    private final SpentSessions spent = new SpentSessions();

    @Test
    void aSessionIsRememberedAsLongAsATicketMayBeGoodAndNoLonger() {
        spent.add(7, 0);

        assertThat(spent.contains(7, SpentSessions.REMEMBERED.toNanos())).isTrue();
        assertThat(spent.contains(8, 0)).isFalse();
        assertThat(spent.contains(7, SpentSessions.REMEMBERED.toNanos() + 1)).isFalse();
    }

    @Test
    void theEldestMakeRoomForMore() {
        for (long session = 0; session <= SpentSessions.MOST; session++) {
            spent.add(session, session);
        }

        assertThat(spent.contains(0, SpentSessions.MOST)).isFalse();
        assertThat(spent.contains(1, SpentSessions.MOST)).isTrue();
        assertThat(spent.contains(SpentSessions.MOST, SpentSessions.MOST)).isTrue();
    }
}
