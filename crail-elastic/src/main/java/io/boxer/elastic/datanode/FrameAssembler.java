// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.elastic.rpc.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;

/**
 * Cuts the stream into frames without their length, each copied once into a buffer of exactly its size, which the next handler
 * has to release. The length is checked before anything is allocated; what one connection can hold here is one frame.
 *
 * <p>Confined to the datanode's event loop.
 */
final class FrameAssembler extends ChannelInboundHandlerAdapter {
    private final int maxBytes;
    private final ByteBuffer length = ByteBuffer.allocate(Frame.LENGTH_BYTES);
    private ByteBuf frame = Unpooled.EMPTY_BUFFER;

    /** Of frames of at most {@code maxBytes}, see {@link Frame#maxBytes}. */
    FrameAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable()) {
                if (length.hasRemaining()) {
                    readLength(context, in);
                } else {
                    readBytes(context, in);
                }
            }
        } finally {
            in.release();
        }
    }

    private void readLength(ChannelHandlerContext context, ByteBuf in) {
        length.put(in.readByte());
        if (!length.hasRemaining()) {
            int bytes = Frame.checkLength(length.getInt(0), maxBytes);
            frame = context.alloc().directBuffer(bytes, bytes);
        }
    }

    private void readBytes(ChannelHandlerContext context, ByteBuf in) {
        int bytes = Math.min(in.readableBytes(), frame.writableBytes());
        frame.writeBytes(in, bytes);
        if (!frame.isWritable()) {
            ByteBuf whole = frame;
            forget();
            context.fireChannelRead(whole);
        }
    }

    private void forget() {
        frame = Unpooled.EMPTY_BUFFER;
        length.clear();
    }

    /** Whether the other side owes the rest of a frame. */
    boolean isWithinFrame() {
        return length.position() > 0;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        frame.release();
        forget();
    }
}
