// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * The other end of a connection that a supervisor measures.
 *
 * <pre>
 *  request   | 'r' |                                answer | 'r' |
 *  request   | 't' | length (4) | so many bytes |   answer | 't' | when all have come
 * </pre>
 *
 * <p>Confined to its loop.
 */
final class SoundingEcho extends ChannelInboundHandlerAdapter {
    static final byte RETURN = 'r';
    static final byte TAKE = 't';

    /** Of what is to be taken. */
    static final int HEADER_BYTES = 5;

    private final ByteBuf header = Unpooled.buffer(HEADER_BYTES);
    private long left;

    /** Whether this byte begins a request. */
    static boolean isRequest(byte first) {
        return first == RETURN || first == TAKE;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        while (bytes.isReadable()) {
            if (left > 0) {
                int taken = (int) Math.min(left, bytes.readableBytes());
                bytes.skipBytes(taken);
                left -= taken;
                answerIfTaken(context);
            } else {
                begin(context, bytes.readByte());
            }
        }
        ReferenceCountUtil.release(message);
    }

    private void begin(ChannelHandlerContext context, byte next) {
        header.writeByte(next);
        if (header.getByte(0) == RETURN) {
            header.clear();
            context.write(Unpooled.buffer(1).writeByte(RETURN));
        } else if (header.getByte(0) != TAKE) {
            context.close();
            header.clear();
        } else if (!header.isWritable()) {
            left = header.getUnsignedInt(1);
            header.clear();
            answerIfTaken(context);
        }
    }

    private void answerIfTaken(ChannelHandlerContext context) {
        if (left == 0) {
            context.write(Unpooled.buffer(1).writeByte(TAKE));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        header.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
