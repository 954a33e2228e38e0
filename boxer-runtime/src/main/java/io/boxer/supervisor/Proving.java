// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The first bytes of a connection to another supervisor, at the end that calls: proves itself, checks the other's proof, gives way
 * to what the connection is for. Confined to its loop.
 */
final class Proving extends ByteToMessageDecoder {
    private static final int LIMIT_SECONDS = 5;

    /** Is told the end, once. */
    interface Ending {
        /** The other end is the one that was meant; handlers added behind this one see what comes next. */
        void proven(ChannelHandlerContext context);

        /** It broke before, or is another one. */
        void unproven();
    }

    private final byte[] hello;
    private final byte[] expected;
    private final Ending ending;
    private Optional<Future<?>> limit = Optional.empty();
    private boolean over;

    Proving(byte[] hello, byte[] expected, Ending ending) {
        this.hello = hello;
        this.expected = expected;
        this.ending = ending;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.wrappedBuffer(hello));
        limit = Optional.of(context.executor().schedule(() -> context.close(), LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (over || in.readableBytes() < expected.length) {
            return;
        }
        var proof = new byte[expected.length];
        in.readBytes(proof);
        if (MessageDigest.isEqual(proof, expected)) {
            over = true;
            limit.ifPresent(timer -> timer.cancel(false));
            ending.proven(context);
            context.pipeline().remove(this);
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        if (!over) {
            over = true;
            limit.ifPresent(timer -> timer.cancel(false));
            ending.unproven();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
