// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.PeerMessage.Dial;
import io.boxer.overlay.punch.ConnectionKey;
import io.boxer.overlay.punch.RendezvousCore;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures the way to a node of the same host: listens on this node's own loopback address and lets the other supervisor dial, as
 * it does towards any caller. Confined to the supervisor's loop.
 */
final class NearSounding {
    private static final int LIMIT_SECONDS = 4;

    /** Any that is not low, for the address that goes with it. */
    private static final int HIGH_PORT = 1024;

    private final EventLoop loop;
    private final String address;
    private final NodeId to;
    private final Consumer<OverlayMessage> link;
    private final Soundings.Ending ending;
    private final ConnectionKey key = ConnectionKey.random();
    private final long session = new SecureRandom().nextLong();
    private boolean dialled;
    private boolean over;

    NearSounding(
            EventLoop loop, OverlayAddress own, NodeId to, Consumer<OverlayMessage> link, Soundings.Ending ending) {
        this.loop = loop;
        this.address = OverlayNetwork.publicSide(own, HIGH_PORT).host();
        this.to = to;
        this.link = link;
        this.ending = ending;
    }

    void begin() {
        var listening = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new EpollServerSocketChannel(SocketProtocolFamily.INET))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        dialled = true;
                        channel.parent().close();
                        channel.pipeline()
                                .addLast(new Proving(
                                        key.callersProof(session), key.acceptorsProof(session), new Next()));
                    }
                })
                .bind(new InetSocketAddress(address, 0));
        listening.addListener(bound -> {
            if (!bound.isSuccess()) {
                end("no port of %s can be had: %s"
                        .formatted(address, bound.cause().getMessage()));
                return;
            }
            var here = Endpoint.of((InetSocketAddress) listening.channel().localAddress());
            link.accept(new Forward(to, Dial.asking(session, RendezvousCore.SUPERVISOR_PORT, here, true, key)));
            loop.schedule(() -> giveUp(listening.channel()), LIMIT_SECONDS, TimeUnit.SECONDS);
        });
    }

    private void giveUp(Channel listener) {
        listener.close();
        if (!dialled) {
            end("the supervisor of '%s' has not answered".formatted(to));
        }
    }

    private void end(String why) {
        if (!over) {
            over = true;
            ending.failed(why);
        }
    }

    /** The one connection. */
    private final class Next implements Proving.Ending {
        @Override
        public void proven(ChannelHandlerContext context) {
            over = true;
            context.pipeline().addLast(new SoundingCaller(false, ending));
        }

        @Override
        public void unproven() {
            end("what dialled was not the supervisor of '%s'".formatted(to));
        }
    }
}
