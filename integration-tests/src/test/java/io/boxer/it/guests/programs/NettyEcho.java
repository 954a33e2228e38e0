// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests.programs;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.uring.IoUring;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code server PORT} echoes with Netty's own epoll; {@code client HOST PORT COUNT}; {@code io_uring} asks for that. */
public final class NettyEcho {
    private NettyEcho() {}

    public static void main(String[] words) throws InterruptedException {
        if (words[0].equals("io_uring")) {
            System.out.println(
                    "io_uring " + (IoUring.isAvailable() ? "works" : String.valueOf(IoUring.unavailabilityCause())));
            return;
        }
        var group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        try {
            if (words[0].equals("server")) {
                serve(group, Integer.parseInt(words[1]));
            } else {
                call(group, words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static void serve(MultiThreadIoEventLoopGroup group, int port) throws InterruptedException {
        var listener = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Echo());
                    }
                })
                .bind(port)
                .sync()
                .channel();
        System.out.println("serving at " + listener.localAddress());
        listener.closeFuture().sync();
    }

    private static void call(MultiThreadIoEventLoopGroup group, String host, int port, int count)
            throws InterruptedException {
        var left = new CountDownLatch(count);
        var bootstrap = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Call(left));
                    }
                });
        for (int i = 0; i < count; i++) {
            bootstrap.connect(host, port);
        }
        System.out.println(left.await(20, TimeUnit.SECONDS) ? count + " echoes" : "missing " + left.getCount());
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            context.writeAndFlush(bytes);
        }
    }

    private static final class Call extends SimpleChannelInboundHandler<ByteBuf> {
        private final CountDownLatch left;

        private Call(CountDownLatch left) {
            this.left = left;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            left.countDown();
            context.close();
        }
    }
}
