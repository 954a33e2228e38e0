// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.shim.Errno;
import io.boxer.shim.GuestSecret;
import io.boxer.shim.GuestVariable;
import io.boxer.shim.ShimAnswer;
import io.boxer.shim.ShimRequest;
import io.boxer.shim.ShimVerb;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Any program of the host can connect to an abstract socket: reliability, row A5. */
class ShimSocketAbuseTest {
    private static final int STRANGERS = 10_000;
    private static final int SECRET_BYTES = 16;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            2, new DefaultThreadFactory("shim-abuse-test", true), EpollIoHandler.newFactory());
    private final GuestSecret secret = GuestSecret.random();
    private final AtomicInteger asked = new AtomicInteger();
    private final ShimSocket socket = ShimSocket.open(group, secret, call -> {
        asked.incrementAndGet();
        call.answer(ShimAnswer.error(Errno.ENOENT));
    });

    @AfterEach
    void end() {
        socket.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void tenThousandQuestionsWithAWrongSecretGetNoAnswerAndTheGuestIsStillServed() {
        Random random = new Random(1);
        ShimVerb[] verbs = ShimVerb.values();
        for (int i = 0; i < STRANGERS; i++) {
            byte[] wrong = new byte[SECRET_BYTES];
            random.nextBytes(wrong);

            assertThat(answer(request(verbs[i % verbs.length], wrong)))
                    .as("question %d", i)
                    .isEmpty();
        }
        assertThat(asked).hasValue(0);

        String variable =
                new GuestVariable("alpha", "10.77.0.2", 24, socket.name(), secret, Optional.empty()).assignment();
        byte[] right = HexFormat.of().parseHex(variable.substring(variable.lastIndexOf(';') + 1));
        assertThat(answer(request(ShimVerb.RESOLVE, right))).hasSize(ShimAnswer.HEADER_BYTES);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatIsNoQuestionGetsNoAnswer() {
        Random random = new Random(2);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[ShimRequest.HEADER_BYTES + random.nextInt(100)];
            random.nextBytes(noise);

            assertThat(answer(noise)).as("noise %d", i).isEmpty();
        }
        assertThat(asked).hasValue(0);
    }

    private static byte[] request(ShimVerb verb, byte[] secret) {
        return ByteBuffer.allocate(ShimRequest.HEADER_BYTES)
                .put("BXR1".getBytes(US_ASCII))
                .put((byte) verb.code())
                .position(ShimRequest.HEADER_BYTES - SECRET_BYTES)
                .put(secret)
                .array();
    }

    /** All that comes back until the other side hangs up. */
    private byte[] answer(byte[] request) {
        var heard = new CompletableFuture<byte[]>();
        var connecting = new Bootstrap()
                .group(group)
                .channel(EpollDomainSocketChannel.class)
                .handler(new Listening(heard))
                .connect(new DomainSocketAddress("\0" + socket.name()));
        connecting.addListener(connected -> connecting.channel().writeAndFlush(Unpooled.wrappedBuffer(request)));
        return heard.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Confined to its channel's loop. */
    private static final class Listening extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<byte[]> heard;
        private final ByteBuf all = Unpooled.buffer();

        private Listening(CompletableFuture<byte[]> heard) {
            this.heard = heard;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var part = (ByteBuf) message;
            all.writeBytes(part);
            part.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            byte[] bytes = new byte[all.readableBytes()];
            all.readBytes(bytes);
            heard.complete(bytes);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
