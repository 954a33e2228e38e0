// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.Message;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A namenode that knows where blocks are, and nothing else. */
final class FakeResolver extends FakeServer {
    private final Map<Long, ClientReply> placements = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();

    FakeResolver(ClusterKey key, ClusterId cluster, int blockSizeBytes) throws IOException {
        super(Role.NAMENODE, key, cluster, blockSizeBytes);
    }

    void place(long block, Location at) {
        placements.put(block, new ClientReply.At(block, at.node(), at.gen(), 99));
    }

    void say(long block, ClientReply reply) {
        placements.put(block, reply);
    }

    int asked() {
        return asked.get();
    }

    @Override
    protected Optional<Message> serve(Message request) {
        if (request instanceof ClientRequest.Resolve resolve) {
            asked.incrementAndGet();
            return Optional.of(placements.getOrDefault(resolve.block(), new ClientReply.Deleted(resolve.block())));
        }
        return Optional.of(new ClientReply.Done());
    }
}
