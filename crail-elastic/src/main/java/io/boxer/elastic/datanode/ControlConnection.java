// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.BoxerException;
import io.boxer.common.netty.HandshakeDone;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the {@link ControlLink}. Confined to the datanode's event loop. */
final class ControlConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

    private final ControlLink link;

    ControlConnection(ControlLink link) {
        this.link = link;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeDone) {
            link.proven(context.channel());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        Frame frame = Frame.parse(bytes.nioBuffer());
        if (!(frame.message() instanceof ControlMessage message)) {
            throw new MalformedFrameException(
                    "%s is no message to a datanode".formatted(frame.message().type()));
        }
        link.heard(context.channel(), message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        link.broken(context.channel(), "the namenode closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof BoxerException)) {
            LOG.error("a message of the namenode could not be handled", cause);
        }
        link.broken(context.channel(), cause.toString());
    }
}
