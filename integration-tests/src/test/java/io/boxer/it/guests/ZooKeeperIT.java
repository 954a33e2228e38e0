// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three servers of ZooKeeper that agree, also when their leader is killed; and its own shell as the client. */
class ZooKeeperIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    @Test
    void whenTheLeaderIsKilledThenAnotherLeadsAndTheClientGoesOn() {
        new ZooKeeperNodes(OVERLAY).whenTheLeaderIsKilledThenAnotherLeadsAndTheClientGoesOn();
    }
}
