// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.tls;

import io.boxer.common.Refusals;
import io.boxer.common.security.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first handler of a connection that was accepted: looks at its first bytes. TLS is taken from everybody, anything else
 * only from this host. Gives way to what it has decided for. Confined to its channel's loop.
 */
public final class TlsDoor extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);

    /** Of a TLS record's head. */
    private static final int HEAD_BYTES = 5;

    private final TlsIdentity identity;
    private final Refusals refusals;
    private final Predicate<SocketAddress> staysOnHost;

    /** @param refusals of those who did not encrypt; shared by all connections of a server */
    public TlsDoor(TlsIdentity identity, Refusals refusals) {
        this(identity, refusals, Links::staysOnHost);
    }

    /** @param staysOnHost of a peer's address; in tests no loopback is far */
    TlsDoor(TlsIdentity identity, Refusals refusals, Predicate<SocketAddress> staysOnHost) {
        this.identity = identity;
        this.refusals = refusals;
        this.staysOnHost = staysOnHost;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEAD_BYTES) {
            return;
        }
        if (SslHandler.isEncrypted(in, false)) {
            var tls = identity.newHandler(context.alloc());
            tls.setHandshakeTimeoutMillis(Handshake.LIMIT.toMillis());
            context.pipeline().replace(this, "tls", tls);
        } else if (staysOnHost.test(context.channel().remoteAddress())) {
            context.pipeline().remove(this);
        } else {
            refusals.another()
                    .ifPresent(count -> LOG.warn(
                            "refused a link that is not encrypted: peer={} refusedSoFar={}; update the node there",
                            context.channel().remoteAddress(),
                            count));
            in.skipBytes(in.readableBytes());
            context.close();
        }
    }
}
