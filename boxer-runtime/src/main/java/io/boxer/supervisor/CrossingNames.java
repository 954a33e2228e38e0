// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.overlay.Endpoint;
import io.boxer.shim.Errno;
import io.boxer.shim.ShimAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the ends of the guest's connections to other hosts are called, by the kernel's cookie of the socket, which it never gives
 * twice. The kernel does not tell when a socket has gone, so the entries that were asked for longest ago make room. Confined to
 * the supervisor's loop.
 */
final class CrossingNames {
    private static final int MOST = 65_536;

    /** Both, as numbers: 16 bytes instead of the 96 of two endpoints. */
    private record Ends(int ownAddress, int peerAddress, short ownPort, short peerPort) {
        private static Ends of(Endpoint own, Endpoint peer) {
            return new Ends(own.address().bits(), peer.address().bits(), (short) own.port(), (short) peer.port());
        }

        private ShimAnswer answer() {
            return ShimAnswer.ends(
                    ownAddress, Short.toUnsignedInt(ownPort), peerAddress, Short.toUnsignedInt(peerPort));
        }
    }

    private final Map<Long, Ends> byCookie = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Ends> eldest) {
            return size() > MOST;
        }
    };

    /** Overlay addresses, as the guest is to see them. */
    void add(long cookie, Endpoint own, Endpoint peer) {
        byCookie.put(cookie, Ends.of(own, peer));
    }

    ShimAnswer of(long cookie) {
        return Optional.ofNullable(byCookie.get(cookie))
                .map(Ends::answer)
                .orElseGet(() -> ShimAnswer.error(Errno.ENOENT));
    }
}
