// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.Ticket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The first bytes of a connection: its ticket. Nothing is read beyond it before the other end is there. Confined to its loop. */
final class TicketHandler extends ByteToMessageDecoder {
    private final Sessions sessions;
    private final ClusterKey key;
    private final InstantSource clock;
    private final RelaySettings settings;
    private boolean seen;

    TicketHandler(Sessions sessions, ClusterKey key, InstantSource clock, RelaySettings settings) {
        this.sessions = sessions;
        this.key = key;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (seen || in.readableBytes() < Ticket.LENGTH_BYTES) {
            return;
        }
        seen = true;
        byte[] bytes = new byte[Ticket.LENGTH_BYTES];
        in.readBytes(bytes);
        Channel channel = context.channel();
        channel.config().setAutoRead(false);
        Optional<Ticket> ticket = Ticket.check(bytes, key, clock.millis());
        if (ticket.isEmpty()) {
            sessions.refuse(channel);
            return;
        }
        context.pipeline().remove(ReadTimeoutHandler.class);
        sessions.arrive(ticket.get(), channel).ifPresent(other -> join(channel, other));
    }

    /** What the two have sent behind their tickets is forwarded first: it is kept in each one's decoder. */
    private void join(Channel one, Channel other) {
        Forwarding.join(one, other, settings);
        one.pipeline().remove(TicketHandler.class);
        other.pipeline().remove(TicketHandler.class);
        one.config().setAutoRead(true);
        other.config().setAutoRead(true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        sessions.refuse(context.channel());
    }
}
