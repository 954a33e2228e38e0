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

    private record Ends(Endpoint own, Endpoint peer) {}

    private final Map<Long, Ends> byCookie = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Ends> eldest) {
            return size() > MOST;
        }
    };

    /** Overlay addresses, as the guest is to see them. */
    void add(long cookie, Endpoint own, Endpoint peer) {
        byCookie.put(cookie, new Ends(own, peer));
    }

    ShimAnswer of(long cookie) {
        return Optional.ofNullable(byCookie.get(cookie))
                .map(ends -> ShimAnswer.ends(
                        ends.own().address().bits(),
                        ends.own().port(),
                        ends.peer().address().bits(),
                        ends.peer().port()))
                .orElseGet(() -> ShimAnswer.error(Errno.ENOENT));
    }
}
