// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.common.Refusals;
import io.boxer.common.netty.ClientHandshakeHandler;
import io.boxer.common.netty.HandshakeGate;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.overlay.OverlayPipeline;
import io.boxer.overlay.tls.TlsCaller;
import io.boxer.overlay.tls.TlsDoor;
import io.boxer.overlay.tls.TlsIdentity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What stands on a link between two supervisors: encryption, proofs, messages, the watch over its idleness. Stateless. */
final class NodeLinkPipeline {
    /** So long after its last message a link ends. NATs keep it for longer. */
    private static final int IDLE_SECONDS = 60;

    /** What the other host's kernel has not taken by then is lost, and the link with it. */
    private static final int UNHEARD_MILLIS = 1000;

    private final ClusterKey key;
    private final Executor aside;
    private final TlsIdentity identity = new TlsIdentity();
    private final Refusals unencrypted = new Refusals();

    /** @param aside where the certificate is made, which takes longer than a loop may stand */
    NodeLinkPipeline(ClusterKey key, Executor aside) {
        this.key = key;
        this.aside = aside;
    }

    /** The end that has called. The connection is one on which the two have exchanged their proofs. */
    void call(Channel link, NodeId own, NodeLinkHandler handler) {
        TlsCaller.addTo(link);
        link.pipeline().addLast(new ClientHandshakeHandler(key, party(own), Role.SUPERVISOR));
        addMessagesTo(link, handler);
    }

    /**
     * The other end. Reads nothing until it can encrypt.
     *
     * @param ready is run then, on the loop
     */
    void accept(EpollSocketChannel link, NodeId own, NodeLinkHandler handler, Runnable ready) {
        link.config().setAutoRead(false);
        aside.execute(() -> {
            identity.prepare();
            link.eventLoop().execute(() -> {
                var gate = new HandshakeGate(key, () -> party(own), Set.of(Role.SUPERVISOR));
                link.pipeline().addLast(new TlsDoor(identity, unencrypted), gate.newHandler());
                addMessagesTo(link, handler);
                ready.run();
                link.config().setAutoRead(true);
            });
        });
    }

    private static Party party(NodeId own) {
        return new Party(Role.SUPERVISOR, own, ClusterId.UNKNOWN, 0);
    }

    private static void addMessagesTo(Channel link, NodeLinkHandler handler) {
        link.config().setOption(ChannelOption.TCP_NODELAY, true);
        link.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, UNHEARD_MILLIS);
        link.pipeline().addLast(new IdleStateHandler(0, 0, IDLE_SECONDS, TimeUnit.SECONDS));
        OverlayPipeline.addMessagesTo(link.pipeline());
        link.pipeline().addLast(handler);
    }
}
