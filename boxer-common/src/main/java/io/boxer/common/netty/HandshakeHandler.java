// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import io.boxer.common.BoxerException;
import io.boxer.common.Durations;
import io.boxer.common.security.ChannelBinding;
import io.boxer.common.security.Handshake;
import io.boxer.common.security.Handshake.Accepted;
import io.boxer.common.security.Handshake.Refused;
import io.boxer.common.security.Handshake.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Handshake} over a channel. It buffers what follows the handshake and hands it on when it leaves the
 * pipeline, so nothing that comes early is lost, and nothing is parsed before the other side has proven itself.
 *
 * <p>Confined to the channel's event loop.
 */
abstract sealed class HandshakeHandler extends ByteToMessageDecoder
        permits ClientHandshakeHandler, ServerHandshakeHandler {
    private final Handshake handshake;
    private ChannelBinding binding = ChannelBinding.NONE;
    private boolean begun;
    private boolean finished;
    private @Nullable Future<?> timer;

    HandshakeHandler(Function<Supplier<ChannelBinding>, Handshake> handshake) {
        this.handshake = handshake.apply(() -> binding);
    }

    /** The other side has proven itself; the handler has left the pipeline. */
    abstract void onAccepted(ChannelHandlerContext ctx, HandshakeDone done);

    /** The channel is being closed. */
    abstract void onRefused(ChannelHandlerContext ctx, BoxerException reason);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            begin(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (!finished) {
            finish(ctx, handshake.abandon("the other side left in the handshake"));
        }
        super.channelInactive(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (finished) {
            in.skipBytes(in.readableBytes()); // refused, and being closed
            return;
        }
        if (in.readableBytes() < handshake.awaits()) {
            return;
        }
        var message = new byte[handshake.awaits()];
        in.readBytes(message);
        binding = bindingOf(ctx);
        advance(ctx, handshake.receive(message));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        super.channelReadComplete(ctx);
        if (!finished && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        if (begun) {
            return;
        }
        begun = true;
        timer = ctx.executor()
                .schedule(
                        () -> finish(
                                ctx,
                                handshake.abandon("no complete handshake within " + Durations.format(Handshake.LIMIT))),
                        Handshake.LIMIT.toNanos(),
                        TimeUnit.NANOSECONDS);
        if (handshake.opening().length > 0) {
            send(ctx, ByteBuffer.wrap(handshake.opening()));
        }
        if (!ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    /** Whoever has put TLS in front of this handler need not tell it. */
    private static ChannelBinding bindingOf(ChannelHandlerContext ctx) {
        var tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            return ChannelBinding.NONE;
        }
        var engine = tls.engine();
        try {
            var shown = engine.getUseClientMode()
                    ? engine.getSession().getPeerCertificates()
                    : engine.getSession().getLocalCertificates();
            return ChannelBinding.of((X509Certificate) shown[0]);
        } catch (SSLPeerUnverifiedException impossible) {
            throw new IllegalStateException("TLS without a server's certificate", impossible);
        }
    }

    private void advance(ChannelHandlerContext ctx, Step step) {
        if (step instanceof Handshake.Next) {
            send(ctx, step.reply());
        } else {
            finish(ctx, step);
        }
    }

    private void finish(ChannelHandlerContext ctx, Step step) {
        if (finished) {
            return;
        }
        finished = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (step instanceof Accepted accepted) {
            if (step.reply().hasRemaining()) {
                send(ctx, step.reply());
            }
            onAccepted(ctx, HandshakeDone.with(accepted.peer()));
            ctx.pipeline().remove(this);
        } else if (step instanceof Refused refused) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(step.reply())).addListener(ChannelFutureListener.CLOSE);
            onRefused(ctx, new BoxerException(refused.code(), refused.reason()));
        }
    }

    private static void send(ChannelHandlerContext ctx, ByteBuffer message) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(message)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
