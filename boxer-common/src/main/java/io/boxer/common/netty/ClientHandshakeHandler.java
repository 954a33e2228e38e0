// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import io.boxer.common.BoxerException;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Handshake;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;

/**
 * The connecting side's first handler; one for each connection. When both have proven themselves it fires
 * {@link HandshakeDone} and leaves. If not, it fires the {@link BoxerException} through the pipeline and closes.
 *
 * <p>Confined to the channel's event loop, but for {@link #handshake()}.
 */
public final class ClientHandshakeHandler extends HandshakeHandler {
    private final CompletableFuture<HandshakeDone> done = new CompletableFuture<>();

    /**
     * Made before the channel is connected.
     *
     * @param server role that the other side must prove
     */
    public ClientHandshakeHandler(ClusterKey key, Party self, Role server) {
        super(binding -> Handshake.client(key, self, server, binding));
    }

    /** Completes on the event loop: with the other side, or with a {@link BoxerException} that names the reason. */
    public CompletableFuture<HandshakeDone> handshake() {
        return done.copy();
    }

    @Override
    void onAccepted(ChannelHandlerContext ctx, HandshakeDone peer) {
        ctx.fireUserEventTriggered(peer);
        done.complete(peer);
    }

    @Override
    void onRefused(ChannelHandlerContext ctx, BoxerException reason) {
        done.completeExceptionally(reason);
        ctx.fireExceptionCaught(reason);
    }
}
