// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.tls;

import io.boxer.common.security.Handshake;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.SocketAddress;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/**
 * The first handler of a connection that is about to be made: puts TLS in its place if the address is another host's, else
 * nothing. Takes any certificate, so a handshake that covers it must follow. Confined to its channel's loop.
 */
public final class TlsCaller extends ChannelOutboundHandlerAdapter {
    private final Predicate<SocketAddress> staysOnHost;

    public TlsCaller() {
        this(Links::staysOnHost);
    }

    /** @param staysOnHost of a peer's address; in tests no loopback is far */
    TlsCaller(Predicate<SocketAddress> staysOnHost) {
        this.staysOnHost = staysOnHost;
    }

    @Override
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise connected) {
        if (!staysOnHost.test(remote)) {
            context.pipeline().addAfter(context.name(), "tls", handler(context.channel()));
        }
        context.connect(remote, local, connected);
        context.pipeline().remove(this);
    }

    /** The same for a connection that stands: TLS at the end of its pipeline, if it leaves the host. */
    public static void addTo(Channel standing) {
        if (!Links.staysOnHost(standing.remoteAddress())) {
            standing.pipeline().addLast("tls", handler(standing));
        }
    }

    private static SslHandler handler(Channel channel) {
        var tls = OnDemand.CONTEXT.newHandler(channel.alloc());
        tls.setHandshakeTimeoutMillis(Handshake.LIMIT.toMillis());
        return tls;
    }

    /** A node of one host never pays for it. */
    private static final class OnDemand {
        private static final SslContext CONTEXT = make();

        private static SslContext make() {
            try {
                return SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .protocols(Links.PROTOCOL)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .build();
            } catch (SSLException impossible) {
                throw new IllegalStateException("this JVM has no " + Links.PROTOCOL, impossible);
            }
        }
    }
}
