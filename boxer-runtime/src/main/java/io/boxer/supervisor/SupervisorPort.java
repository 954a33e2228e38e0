// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The supervisor's own port, behind the proofs: who calls measures ({@link SoundingEcho}), or wants a link; its first byte tells.
 * Gives way to what it has decided for. Confined to its loop.
 */
final class SupervisorPort extends ByteToMessageDecoder {
    private static final int SILENCE_SECONDS = 5;

    /** Takes a connection on which a link is wanted. */
    interface Wanted {
        /** @param ready to be run on the loop when the handlers of the link are in the pipeline: what has come so far goes to them */
        void link(EpollSocketChannel channel, Runnable ready);
    }

    private final Wanted link;
    private boolean decided;

    private SupervisorPort(Wanted link) {
        this.link = link;
    }

    /**
     * Takes over a connection whose caller is proven.
     *
     * @param proof goes first
     * @param link takes it if a link is wanted
     */
    static void serve(EpollSocketChannel connection, byte[] proof, Wanted link) {
        connection
                .pipeline()
                .addLast(new ReadTimeoutHandler(SILENCE_SECONDS, TimeUnit.SECONDS), new SupervisorPort(link));
        connection.config().setOption(ChannelOption.TCP_NODELAY, true);
        connection.writeAndFlush(Unpooled.wrappedBuffer(proof));
        connection.config().setAutoRead(true);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (decided || !in.isReadable()) {
            return;
        }
        decided = true;
        if (SoundingEcho.isRequest(in.getByte(in.readerIndex()))) {
            context.pipeline().addLast(new SoundingEcho());
            context.pipeline().remove(this);
        } else {
            context.pipeline().remove(ReadTimeoutHandler.class);
            link.link(
                    (EpollSocketChannel) context.channel(),
                    () -> context.pipeline().remove(this));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
