// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.common.netty.HandshakeDone;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.PeerMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;

/** One end of a link between two supervisors. Confined to its loop. */
final class NodeLinkHandler extends SimpleChannelInboundHandler<OverlayMessage> {
    /** Whoever has the end; called on the channel's loop. */
    interface Owner {
        /** Both have proven themselves. */
        void opened(Channel link);

        void said(PeerMessage message);

        /** Once, and last, also of a link that never opened; {@code why} is for the log. */
        void closed(Channel link, String why);
    }

    private final NodeId other;
    private final Owner owner;
    private String why = "the other side closed it";

    /** @param other whose supervisor must be at the other end */
    NodeLinkHandler(NodeId other, Owner owner) {
        super(OverlayMessage.class);
        this.other = other;
        this.owner = owner;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeDone done && done.peerName().equals(other)) {
            owner.opened(context.channel());
        } else if (event instanceof HandshakeDone done) {
            why = "'%s' has answered in place of '%s'".formatted(done.peerName(), other);
            context.close();
        } else if (event instanceof IdleStateEvent) {
            why = "it was not used";
            context.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, OverlayMessage message) {
        if (message instanceof Forward forward) {
            owner.said(forward.message());
        } else {
            why = "a supervisor does not say " + message.getClass().getSimpleName() + " to another one";
            context.close();
        }
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
