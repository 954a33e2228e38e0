// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.datanode.core.ClientFence;
import io.boxer.elastic.rpc.DataRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The data port of one process as far as HELLO goes, as {@code DataPort} does it; and whether it does it right. */
final class FencedPort {
    private final World world;
    private final ClientFence<LinkEnd> fence = new ClientFence<>();
    private final Set<LinkEnd> cutOff = new HashSet<>();
    private final Set<LinkEnd> ended = new HashSet<>();

    /** What HELLO said on a connection, and the highest epoch that each client has said anywhere. */
    private final Map<LinkEnd, DataRequest.Hello> said = new HashMap<>();

    private final Map<Long, Integer> newest = new HashMap<>();

    FencedPort(World world) {
        this.world = world;
    }

    /** @return whether HELLO is answered */
    boolean greets(LinkEnd end, DataRequest.Hello hello) {
        Optional<LinkEnd> old = fence.hello(end, hello);
        said.putIfAbsent(end, hello);
        newest.merge(hello.clientId(), hello.connectionEpoch(), Math::max);
        old.ifPresent(gone -> {
            world.marks.hit(Marks.Mark.CONNECTION_FENCED);
            cutOff.add(gone);
            gone.close();
        });
        return old.filter(end::equals).isEmpty();
    }

    /** @return whether a request on this connection is heard; R12: never after its client has come with a newer one */
    boolean admits(LinkEnd end) {
        if (ended.contains(end)) {
            return false;
        }
        if (cutOff.contains(end)) {
            world.marks.hit(Marks.Mark.FENCED_REQUEST_IGNORED);
            return false;
        }
        Optional.ofNullable(said.get(end))
                .ifPresent(hello -> Violation.unless(
                        hello.connectionEpoch() >= newest.getOrDefault(hello.clientId(), 0),
                        "R12",
                        "a request on %s, of a client that has come with a newer one since: %s",
                        end,
                        newest));
        return true;
    }

    /** It was seen to end: nothing comes on it any more. */
    void closed(LinkEnd end) {
        ended.add(end);
        fence.closed(end);
    }
}
