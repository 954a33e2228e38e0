// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.punch.Plan;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.boxer.overlay.punch.RendezvousEvent.Linked;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of this supervisor with those of other hosts. On one the two agree on the connections of their guests with nobody in
 * between; without one they do so by way of the coordinator. Made at the second connect to a node, ends when it is not used, like
 * those of guests punched or relayed, and like that to the coordinator TLS 1.3 with a proof of both ends ({@link NodeLinkPipeline}).
 * Confined to the supervisor's loop.
 */
final class NodeLinks {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLinks.class);

    /** More would cost memory that the connects do not miss. */
    private static final int MOST = 64;

    private static final long TRY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Standing(Channel channel, Member member) {}

    private final EventLoop loop;
    private final NodeLinkPipeline pipeline;
    private final NodeCore node;
    private final Map<NodeId, Standing> standing = new HashMap<>();
    private final Set<NodeId> connectedBefore = new HashSet<>();
    private final Map<NodeId, Long> triedNanos = new HashMap<>();
    private Optional<NodeId> own = Optional.empty();

    /** Who is told what happens on the links. */
    interface Owner {
        void linked(Linked link);

        void said(NodeId from, PeerMessage message);

        /** What was said on it lately may be lost. */
        void severed(NodeId to);
    }

    NodeLinks(EventLoop loop, NodeCore node, NodeLinkPipeline pipeline) {
        this.loop = loop;
        this.node = node;
        this.pipeline = pipeline;
    }

    /** Says it on the link, if one stands. */
    boolean tell(NodeId to, PeerMessage message) {
        var link = Optional.ofNullable(standing.get(to));
        link.ifPresent(end -> end.channel().writeAndFlush(new Forward(to, message)));
        return link.isPresent();
    }

    /** The guest connects to this node: the first time nothing comes of it, for many connect once only. */
    void used(NodeId to, Crossings crossings) {
        boolean again = !connectedBefore.add(to);
        long now = System.nanoTime();
        triedNanos.values().removeIf(when -> now - when > TRY_AGAIN_NANOS);
        if (again && isRoom() && !standing.containsKey(to) && !triedNanos.containsKey(to)) {
            node.named(to).ifPresent(member -> {
                triedNanos.put(to, now);
                new SupervisorCaller(loop, to, crossings, new Calling(member, crossings)).begin();
            });
        }
    }

    /**
     * The supervisor of another node has called. Where there is no room for another link, the two go on without.
     *
     * @param ready as {@link SupervisorPort} wants it
     */
    void called(Punch from, EpollSocketChannel channel, Runnable ready, Owner owner) {
        var member = node.named(from.from());
        if (own.isPresent() && member.isPresent() && isRoom()) {
            var link = new Linked(from.from(), !from.relayed(), from.towards());
            pipeline.accept(channel, own.get(), handler(member.get(), link, owner), ready);
        } else {
            channel.close();
        }
    }

    private boolean isRoom() {
        return standing.size() + triedNanos.size() < MOST;
    }

    /** Learns who this node is, and ends the links with those that are no members any more. After {@link NodeCore} has learnt. */
    void learn(OverlayMessage message) {
        if (message instanceof Welcome welcome) {
            own = Optional.of(welcome.name());
        }
        connectedBefore.removeIf(name -> node.named(name).isEmpty());
        List.copyOf(standing.values()).stream()
                .filter(link -> !isMember(link.member()))
                .forEach(link -> link.channel().close());
    }

    /** Another node may have got its name meanwhile. */
    private boolean isMember(Member member) {
        return node.named(member.name()).filter(member::equals).isPresent();
    }

    private NodeLinkHandler handler(Member member, Linked link, Owner owner) {
        return new NodeLinkHandler(member.name(), new NodeLinkHandler.Owner() {
            @Override
            public void opened(Channel channel) {
                triedNanos.remove(member.name());
                if (!isMember(member)) {
                    channel.close();
                    return;
                }
                LOG.debug("node={} has a link with node={} direct={}", own, member.name(), link.direct());
                // where both have called, either will do, and the other is idle
                standing.put(member.name(), new Standing(channel, member));
                owner.linked(link);
            }

            @Override
            public void said(PeerMessage message) {
                owner.said(member.name(), message);
            }

            @Override
            public void closed(Channel channel, String why) {
                LOG.debug("the link of node={} with node={} is over: {}", own, member.name(), why);
                if (standing.remove(member.name(), new Standing(channel, member))) {
                    owner.severed(member.name());
                }
            }
        });
    }

    /** A link that this end makes. */
    private final class Calling implements SupervisorCaller.Ending {
        private final Member to;
        private final Owner owner;

        private Calling(Member to, Owner owner) {
            this.to = to;
            this.owner = owner;
        }

        @Override
        public void reached(ChannelHandlerContext context, Plan plan) {
            var link = new Linked(to.name(), !plan.relayed(), plan.peer());
            pipeline.call(context.channel(), own.orElseThrow(), handler(to, link, owner));
        }

        @Override
        public void failed(String why) {
            LOG.debug("node={} has no link with node={}: {}", own, to.name(), why);
        }
    }
}
