// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.security.Role;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.NodeMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client or a datanode, after its handshake: each may say only what its role allows. */
final class NamenodeHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(NamenodeHandler.class);

    private final NamenodeLoop namenode;
    private final Role role;
    private long connection;

    NamenodeHandler(NamenodeLoop namenode, Role role) {
        this.namenode = namenode;
        this.role = role;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = namenode.connected(context.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        Frame frame = Frame.parse(bytes.nioBuffer());
        if (role == Role.CLIENT && frame.message() instanceof ClientRequest request) {
            namenode.handle(new NamenodeEvent.ClientAsked(connection, frame.requestId(), request));
        } else if (role == Role.DATANODE && frame.message() instanceof NodeMessage message) {
            namenode.handle(new NamenodeEvent.NodeSaid(connection, message));
        } else {
            throw new MalformedFrameException(
                    "%s from a peer in the role %s".formatted(frame.message().type(), role));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        namenode.disconnected(connection);
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("peer={} connection closed: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }
}
