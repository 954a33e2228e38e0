// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
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
        pipeline.addLast(new LengthFieldBasedFrameDecoder(OverlayCodec.MAX_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES));
        pipeline.addLast(new IdleStateHandler(
                OverlayTimes.SILENCE.toMillis(), OverlayTimes.ALIVE_EVERY.toMillis(), 0, TimeUnit.MILLISECONDS));
        pipeline.addLast(new Codec());
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
