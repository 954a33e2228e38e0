// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.Refusals;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.shim.ShimRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a shim: one request, one answer, the end. Confined to the supervisor's loop. */
final class ShimHandler extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ShimHandler.class);

    private final Consumer<ShimCall> calls;
    private final Refusals refusals;

    ShimHandler(Consumer<ShimCall> calls, Refusals refusals) {
        this.calls = calls;
        this.refusals = refusals;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < ShimRequest.HEADER_BYTES) {
            return;
        }
        int whole = ShimRequest.HEADER_BYTES + ShimRequest.textBytes(in.nioBuffer());
        if (in.readableBytes() >= whole) {
            ShimRequest request = ShimRequest.parse(in.readSlice(whole).nioBuffer());
            context.pipeline().remove(ReadTimeoutHandler.class);
            calls.accept(new ShimCall(context.channel(), request));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable why = cause.getCause() instanceof MalformedFrameException ? cause.getCause() : cause;
        if (why instanceof MalformedFrameException || why instanceof ReadTimeoutException) {
            refusals.another()
                    .ifPresent(count -> LOG.warn(
                            "a request to the shim's socket was refused: refusedSoFar={}: {}", count, why.toString()));
        } else {
            LOG.debug("a shim's connection broke: {}", why.toString());
        }
        context.close();
    }
}
