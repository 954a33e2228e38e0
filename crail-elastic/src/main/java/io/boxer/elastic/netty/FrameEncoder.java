// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.netty;

import io.boxer.elastic.rpc.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Writes frames; the body is copied, so it is free again when the write returns. */
public final class FrameEncoder extends MessageToByteEncoder<Frame> {
    public FrameEncoder() {
        super(Frame.class);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext context, Frame frame, boolean preferDirect) {
        return context.alloc()
                .ioBuffer(Frame.HEADER_BYTES + 64 + frame.message().body().remaining());
    }

    @Override
    protected void encode(ChannelHandlerContext context, Frame frame, ByteBuf out) {
        out.writeBytes(frame.head());
        out.writeBytes(frame.message().body().duplicate());
    }
}
