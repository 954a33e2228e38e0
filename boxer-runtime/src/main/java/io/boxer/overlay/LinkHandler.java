// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.netty.HandshakeDone;
import io.boxer.overlay.OverlayMessage.Alive;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;

/** One end of a link between coordinator and supervisor: says that it is alive, gives up a silent one. Confined to its loop. */
public final class LinkHandler extends SimpleChannelInboundHandler<OverlayMessage> {
    /** Whoever has the end; called on the channel's loop. */
    public interface Owner {
        /** The other side has proven itself. */
        void opened(Channel link);

        void heard(Channel link, OverlayMessage message);

        /** Once, and last; {@code why} is for the log. */
        void closed(Channel link, String why);
    }

    private final Owner owner;
    private boolean open;
    private String why = "the other side closed it";

    public LinkHandler(Owner owner) {
        super(OverlayMessage.class);
        this.owner = owner;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeDone) {
            open = true;
            owner.opened(context.channel());
        } else if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
            why = "no word for " + OverlayTimes.SILENCE.toSeconds() + " s";
            context.close();
        } else if (event instanceof IdleStateEvent && open) {
            context.writeAndFlush(new Alive());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, OverlayMessage message) {
        owner.heard(context.channel(), message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        owner.closed(context.channel(), why);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        context.close();
    }
}
