// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import io.boxer.common.BoxerException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/**
 * The accepting side's first handler; one for each connection, made by {@link HandshakeGate#newHandler()}. When both
 * have proven themselves it fires {@link HandshakeDone} and leaves; if not, it closes and the later handlers see a
 * channel that ends.
 *
 * <p>Confined to the channel's event loop.
 */
public final class ServerHandshakeHandler extends HandshakeHandler {
    private final HandshakeGate gate;
    private boolean admitted;
    private boolean counted;

    ServerHandshakeHandler(HandshakeGate gate) {
        super(gate::handshake);
        this.gate = gate;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        admitted = gate.enter();
        counted = admitted;
        if (admitted) {
            super.handlerAdded(ctx);
        } else {
            ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (admitted) {
            super.channelActive(ctx);
        } else {
            ctx.fireChannelActive();
        }
    }

    @Override
    void onAccepted(ChannelHandlerContext ctx, HandshakeDone peer) {
        leave();
        ctx.fireUserEventTriggered(peer);
    }

    @Override
    void onRefused(ChannelHandlerContext ctx, BoxerException reason) {
        gate.refused(ctx.channel().remoteAddress(), reason);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (admitted) {
            super.channelInactive(ctx);
        } else {
            ctx.fireChannelInactive();
        }
        leave();
    }

    private void leave() {
        if (counted) {
            counted = false;
            gate.leave();
        }
    }
}
