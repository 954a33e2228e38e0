// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.overlay.Endpoint;
import io.boxer.overlay.OverlayAddress;
import io.boxer.shim.Errno;
import io.boxer.shim.ShimAnswer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class CrossingNamesTest {
    private static final Endpoint OWN = new Endpoint(OverlayAddress.parse("10.77.255.254"), 65_535);
    private static final Endpoint PEER = new Endpoint(OverlayAddress.parse("10.127.0.1"), 40_000);
    private static final int MORE_THAN_ARE_KEPT = 65_537;

    private final CrossingNames names = new CrossingNames();

    @Test
    void bothEndsAreAsTheyWereAdded() {
        names.add(7, OWN, PEER);

        assertThat(names.of(7).toBytes())
                .isEqualTo(ShimAnswer.ends(
                                OWN.address().bits(), OWN.port(), PEER.address().bits(), PEER.port())
                        .toBytes());
        assertThat(names.of(8).toBytes())
                .isEqualTo(ShimAnswer.error(Errno.ENOENT).toBytes());
    }

    @Test
    void whatWasAskedForLongestAgoMakesRoom() {
        names.add(1, OWN, PEER);
        names.add(2, OWN, PEER);
        names.of(1);
        for (long cookie = 3; cookie <= MORE_THAN_ARE_KEPT; cookie++) {
            names.add(cookie, OWN, PEER);
        }

        ByteBuffer unknown = ShimAnswer.error(Errno.ENOENT).toBytes();
        assertThat(names.of(2).toBytes()).isEqualTo(unknown);
        assertThat(names.of(1).toBytes()).isNotEqualTo(unknown);
    }
}
