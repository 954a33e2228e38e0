// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.Refusals;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.shim.GuestSecret;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Where the shim asks. An abstract Unix socket: it has no file, so a guest that has changed its root or its user reaches it
 * too, and so does any other program of the host; hence the secret in each request.
 *
 * <p>Thread-safe.
 */
final class ShimSocket implements AutoCloseable {
    private static final int LIMIT_SECONDS = 5;
    private static final int BACKLOG = 4096;

    private final String name;
    private final Channel listener;

    private ShimSocket(String name, Channel listener) {
        this.name = name;
        this.listener = listener;
    }

    /**
     * Binds a name that nobody has.
     *
     * @param calls told on the loop, of requests with the right secret
     */
    static ShimSocket open(EventLoopGroup loop, GuestSecret secret, Consumer<ShimCall> calls) {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        String name = "boxer-" + HexFormat.of().formatHex(random);
        var refusals = new Refusals();
        Consumer<ShimCall> guarded = call -> {
            if (!call.request().secret().equals(secret)) {
                throw new MalformedFrameException("wrong secret");
            }
            calls.accept(call);
        };
        Channel listener = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(LIMIT_SECONDS, TimeUnit.SECONDS),
                                        new ShimHandler(guarded, refusals));
                    }
                })
                .bind(new DomainSocketAddress("\0" + name))
                .syncUninterruptibly()
                .channel();
        return new ShimSocket(name, listener);
    }

    /** Without the zero byte that makes it abstract. */
    String name() {
        return name;
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
