// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.traffic.ChannelTrafficShapingHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * One direction of a connection through the relay: what one end sends the other gets, as fast as it takes it; an end that says no
 * more is told to the other as such, one that breaks breaks the other. Confined to the relay's loop.
 */
final class Forwarding extends ChannelInboundHandlerAdapter {
    private static final long CHECK_MILLIS = 100;

    private final Channel other;
    private boolean acknowledged;

    private Forwarding(Channel other) {
        this.other = other;
    }

    /** From now on the two are one connection. */
    static void join(Channel one, Channel other, RelaySettings settings) {
        addTo(one, other, settings);
        addTo(other, one, settings);
    }

    private static void addTo(Channel from, Channel to, RelaySettings settings) {
        from.pipeline().addLast(new IdleStateHandler(0, 0, settings.idle().toMillis(), TimeUnit.MILLISECONDS));
        if (settings.rate().toBytes() > 0) {
            from.pipeline()
                    .addLast(new ChannelTrafficShapingHandler(0, settings.rate().toBytes(), CHECK_MILLIS));
        }
        from.pipeline().addLast(new Forwarding(to));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!other.isActive()) {
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        if (((ByteBuf) message).isReadable()) {
            acknowledgeProof(context.channel());
        }
        other.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
        context.channel().config().setAutoRead(other.isWritable());
    }

    /**
     * The first bytes are a proof, to which nothing is answered. Without the acknowledgement that the kernel would put off for
     * 40 ms, Nagle's algorithm keeps back what the program says next.
     */
    private void acknowledgeProof(Channel from) {
        if (!acknowledged) {
            acknowledged = true;
            from.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK), true);
        }
    }

    /** This end takes more again, or no more for now: the other end is read, or not. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        other.config().setAutoRead(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> saysNoMore(context.channel()));
        } else if (event instanceof IdleStateEvent) {
            context.close();
        }
    }

    /** What it said before has gone out; when both have said their last, the connection is over. */
    private void saysNoMore(Channel silent) {
        if (other instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
            if (duplex.isInputShutdown()) {
                silent.close();
                other.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** A reset is passed on as a reset. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        other.config().setOption(ChannelOption.SO_LINGER, 0);
        other.close();
        context.close();
    }
}
