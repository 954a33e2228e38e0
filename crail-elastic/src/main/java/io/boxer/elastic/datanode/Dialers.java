// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.HostPort;
import io.boxer.common.netty.ClientHandshakeHandler;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.netty.FrameEncoder;
import io.boxer.elastic.rpc.Frame;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Connections that this node opens: each begins with the handshake, then frames. Thread-safe. */
record Dialers(EventLoopGroup loops, ClusterKey key, Party self) {
    private static final int CONNECT_LIMIT_MILLIS = 1000;

    /** To the namenode, or to another datanode, as {@code peer} says; the handler gets whole frames. */
    Bootstrap to(HostPort address, Role peer, ChannelHandler handler) {
        int maxBytes = Frame.maxBytes(Math.toIntExact(self.blockSizeBytes()));
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS)
                .remoteAddress(address.host(), address.port())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.config().setRecvByteBufAllocator(LargeReads.allocator());
                        channel.pipeline()
                                .addLast(
                                        new ClientHandshakeHandler(key, self, peer),
                                        new FrameEncoder(),
                                        new FrameAssembler(maxBytes),
                                        handler);
                    }
                });
    }
}
