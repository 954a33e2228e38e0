// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.netty;

import io.boxer.elastic.rpc.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into frames without their length, as {@link ByteBuf}s that the next handler has to release. The length is
 * checked before a byte of the frame is kept.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
    private final int maxBytes;

    /** @param maxBytes see {@link Frame#maxBytes(int)} */
    public FrameDecoder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Frame.LENGTH_BYTES) {
            return;
        }
        int length = Frame.checkLength(in.getInt(in.readerIndex()), maxBytes);
        if (in.readableBytes() >= Frame.LENGTH_BYTES + length) {
            in.skipBytes(Frame.LENGTH_BYTES);
            out.add(in.readRetainedSlice(length));
        }
    }
}
