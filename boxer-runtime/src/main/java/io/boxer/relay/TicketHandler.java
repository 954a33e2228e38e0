// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.common.Refusals;
import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.Ticket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first bytes of a connection: its ticket. What came behind it, be it the end, is kept until the other end is there.
 * Confined to its loop.
 */
final class TicketHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TicketHandler.class);

    private final Sessions sessions;
    private final ClusterKey key;
    private final InstantSource clock;
    private final RelaySettings settings;
    private final Refusals refusals;
    private ByteBuf got = Unpooled.EMPTY_BUFFER;
    private boolean seen;
    private boolean ended;

    TicketHandler(Sessions sessions, ClusterKey key, InstantSource clock, RelaySettings settings, Refusals refusals) {
        this.sessions = sessions;
        this.key = key;
        this.clock = clock;
        this.settings = settings;
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        got = Unpooled.wrappedBuffer(got, (ByteBuf) message);
        if (!seen && got.readableBytes() >= Ticket.LENGTH_BYTES) {
            seen = true;
            context.channel().config().setAutoRead(false);
            byte[] bytes = new byte[Ticket.LENGTH_BYTES];
            got.readBytes(bytes);
            check(context, bytes);
        }
    }

    private void check(ChannelHandlerContext context, byte[] bytes) {
        Optional<Ticket> ticket = Ticket.read(bytes, key);
        Optional<String> fault = ticket.map(signed -> signed.faultAt(clock.millis()))
                .orElse(Optional.of("it has no ticket of this overlay's key; give both the same --key-file"));
        if (ticket.isEmpty() || fault.isPresent()) {
            sessions.refuse(context.channel());
            refusals.another()
                    .ifPresent(count -> LOG.warn(
                            "a connection was refused: peer={} refusedSoFar={}: {}",
                            context.channel().remoteAddress(),
                            count,
                            fault.orElse("")));
            return;
        }
        context.pipeline().remove(ReadTimeoutHandler.class);
        sessions.arrive(ticket.get(), context.channel()).ifPresent(other -> join(context.channel(), other));
    }

    private void join(Channel one, Channel other) {
        Forwarding.join(one, other, settings);
        // when this read is over: more of it may come
        one.eventLoop().execute(() -> {
            giveWay(one);
            giveWay(other);
        });
    }

    private static void giveWay(Channel channel) {
        Optional.ofNullable(channel.pipeline().context(TicketHandler.class))
                .ifPresent(context -> ((TicketHandler) context.handler()).giveWay(context));
    }

    /** What was kept goes on its way, in order. */
    private void giveWay(ChannelHandlerContext context) {
        ByteBuf kept = got;
        got = Unpooled.EMPTY_BUFFER;
        context.fireChannelRead(kept);
        context.fireChannelReadComplete();
        if (ended) {
            context.fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
        }
        context.pipeline().remove(this);
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        ended |= event == ChannelInputShutdownReadComplete.INSTANCE;
        if (ended && !seen) {
            sessions.refuse(context.channel());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // nobody behind this handler has read anything yet
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        got.release();
        got = Unpooled.EMPTY_BUFFER;
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        sessions.refuse(context.channel());
    }
}
