// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import io.boxer.common.BoxerException;
import io.boxer.common.Refusals;
import io.boxer.common.security.ChannelBinding;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Handshake;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of one server: who may enter, how many may stand in it unproven, how many were refused.
 *
 * <p>Thread-safe: the event loops of a server share it.
 */
public final class HandshakeGate {
    /** Connections that have not proven themselves; one more is closed at once. */
    public static final int MAX_UNPROVEN = 256;

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeGate.class);

    private final ClusterKey key;
    private final Supplier<Party> self;
    private final Set<Role> admitted;
    private final AtomicInteger unproven = new AtomicInteger();
    private final Refusals refusals;
    private final AtomicLong overLimit = new AtomicLong();

    /**
     * Made once per server.
     *
     * @param self asked for each connection, because a datanode learns its cluster when it has registered
     * @param admitted roles that may connect
     */
    public HandshakeGate(ClusterKey key, Supplier<Party> self, Set<Role> admitted) {
        this(key, self, admitted, System::nanoTime);
    }

    HandshakeGate(ClusterKey key, Supplier<Party> self, Set<Role> admitted, LongSupplier nanoTime) {
        this.key = key;
        this.self = self;
        this.admitted = Set.copyOf(admitted);
        this.refusals = new Refusals(nanoTime);
    }

    /** The first handler of a connection that has just been accepted. */
    public ServerHandshakeHandler newHandler() {
        return new ServerHandshakeHandler(this);
    }

    /** Connections that have not proven themselves yet. */
    public int unproven() {
        return unproven.get();
    }

    /** Handshakes refused since the start, for the metrics. */
    public long refused() {
        return refusals.count();
    }

    /** Connections closed because {@link #MAX_UNPROVEN} others stood in the door. */
    public long overLimit() {
        return overLimit.get();
    }

    Handshake handshake(Supplier<ChannelBinding> binding) {
        return Handshake.server(key, self.get(), admitted, binding);
    }

    boolean enter() {
        if (unproven.incrementAndGet() <= MAX_UNPROVEN) {
            return true;
        }
        unproven.decrementAndGet();
        overLimit.incrementAndGet();
        return false;
    }

    void leave() {
        unproven.decrementAndGet();
    }

    void refused(SocketAddress peer, BoxerException reason) {
        refusals.another()
                .ifPresent(count ->
                        LOG.warn("handshake refused: peer={} refusedSoFar={}: {}", peer, count, reason.getMessage()));
    }
}
