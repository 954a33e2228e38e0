// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.netty.ClientHandshakeHandler;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.overlay.tls.TlsCaller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Messages of the overlay on a Netty channel; the handshake stands before it. Stateless. */
public final class OverlayPipeline {
    private static final int LENGTH_BYTES = 4;

    private OverlayPipeline() {}

    /** Adds frames, messages and the watch over silence; the handler that follows sees {@link OverlayMessage}s. */
    public static void addTo(ChannelPipeline pipeline) {
        pipeline.addLast(new IdleStateHandler(
                OverlayTimes.SILENCE.toMillis(), OverlayTimes.ALIVE_EVERY.toMillis(), 0, TimeUnit.MILLISECONDS));
        addMessagesTo(pipeline);
    }

    /** Adds frames and messages alone. */
    public static void addMessagesTo(ChannelPipeline pipeline) {
        pipeline.addLast(new LengthFieldBasedFrameDecoder(OverlayCodec.MAX_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES));
        pipeline.addLast(new Codec());
    }

    /**
     * The calling end of a link to a coordinator: TLS where it leaves the host, handshake, messages.
     *
     * @param handler of this one connection
     */
    public static ChannelInitializer<Channel> calling(ClusterKey key, Party self, LinkHandler handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new TlsCaller(), new ClientHandshakeHandler(key, self, Role.COORDINATOR));
                addTo(channel.pipeline());
                channel.pipeline().addLast(handler);
            }
        };
    }

    /** Confined to its channel's loop. */
    private static final class Codec extends MessageToMessageCodec<ByteBuf, OverlayMessage> {
        private Codec() {
            super(ByteBuf.class, OverlayMessage.class);
        }

        @Override
        protected void encode(ChannelHandlerContext context, OverlayMessage message, List<Object> out) {
            var bytes = OverlayCodec.write(message);
            out.add(Unpooled.buffer(LENGTH_BYTES + bytes.remaining())
                    .writeInt(bytes.remaining())
                    .writeBytes(bytes));
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
            out.add(OverlayCodec.read(frame.nioBuffer()));
        }
    }
}
