// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The near end of a forwarded connection: dials the node, then passes bytes in both directions. Nothing is read that is not
 * asked for (AUTO_READ is off): the next read comes when what was read before is written, so a slow end slows the other one
 * down. The end of one direction goes on as the end of one direction. If the node cannot be reached, the client is reset.
 *
 * <p>Confined to the event loop that both channels are on.
 */
final class Forwarding extends ChannelInboundHandlerAdapter {
    private static final int CONNECT_LIMIT_MILLIS = 5000;

    private final Supplier<Optional<InetSocketAddress>> target;

    Forwarding(Supplier<Optional<InetSocketAddress>> target) {
        this.target = target;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        target.get().ifPresentOrElse(address -> dial(context.channel(), address), () -> reset(context.channel()));
    }

    private static void dial(Channel near, InetSocketAddress address) {
        new Bootstrap()
                .group(near.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // the pump comes when the connection stands
                    }
                })
                .connect(address)
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess() && near.isActive()) {
                        join(near, connected.channel());
                    } else {
                        connected.channel().close();
                        reset(near);
                    }
                });
    }

    private static void join(Channel near, Channel far) {
        near.pipeline().addLast(new Pump(far));
        far.pipeline().addLast(new Pump(near));
        near.read();
        far.read();
    }

    static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    /** One direction. */
    private static final class Pump extends ChannelInboundHandlerAdapter {
        private final Channel to;

        private Pump(Channel to) {
            this.to = to;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            to.writeAndFlush(bytes).addListener(written -> {
                if (written.isSuccess()) {
                    context.channel().read();
                } else {
                    reset(context.channel()); // the other end took no more
                }
            });
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof io.netty.channel.socket.ChannelInputShutdownEvent
                    && to instanceof DuplexChannel other) {
                other.shutdownOutput().addListener(done -> closeIfDone(context.channel(), other));
            }
        }

        private static void closeIfDone(Channel from, DuplexChannel to) {
            if (to.isInputShutdown() && from instanceof DuplexChannel near && near.isInputShutdown()) {
                to.close();
                near.close();
            }
        }

        /** A reset of one end resets the other. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            reset(to);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reset(context.channel());
        }
    }
}
