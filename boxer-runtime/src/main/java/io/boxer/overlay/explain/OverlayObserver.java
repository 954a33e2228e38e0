// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.explain;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.Nearest;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.overlay.LinkHandler;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Look;
import io.boxer.overlay.OverlayMessage.Refused;
import io.boxer.overlay.OverlayMessage.Seen;
import io.boxer.overlay.OverlayMessage.Told;
import io.boxer.overlay.OverlayPipeline;
import io.boxer.overlay.PathFacts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks an overlay about itself without being a node of it: a link to the coordinator, with the key of the overlay.
 *
 * <p>Thread-safe.
 */
public final class OverlayObserver implements AutoCloseable {
    private static final int CONNECT_LIMIT_MILLIS = 5000;
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);

    /** Three attempts of a supervisor to reach another one fit in. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final Closer closer = new Closer();
    private final HostPort coordinator;
    private final Channel link;
    private final CompletableFuture<Seen> seen = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<PathFacts>> asked = new ConcurrentHashMap<>();
    private long lastQuestion;

    private OverlayObserver(HostPort coordinator, ClusterKey key) {
        this.coordinator = coordinator;
        var group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("boxer-observer", true), NioIoHandler.newFactory());
        closer.closing(
                "event loop",
                () -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS));
        var self = new Party(Role.SUPERVISOR, new NodeId("observer"), ClusterId.UNKNOWN, 0);
        var connecting = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS)
                .handler(OverlayPipeline.calling(key, self, new LinkHandler(new Owner())))
                .connect(coordinator.host(), coordinator.port())
                .awaitUninterruptibly();
        link = connecting.channel();
        if (!connecting.isSuccess()) {
            closer.close();
            throw away(String.valueOf(connecting.cause().getMessage()), connecting.cause());
        }
    }

    /** @throws BoxerException PEER if the coordinator is not there, or has another key */
    public static OverlayObserver open(HostPort coordinator, ClusterKey key) {
        return new OverlayObserver(coordinator, key);
    }

    private BoxerException away(String why, Throwable cause) {
        return new BoxerException(
                ErrorCode.PEER,
                "no word from the coordinator at %s (%s); is it up, and is its key the one of --token-file?"
                        .formatted(coordinator, why),
                cause);
    }

    /** All nodes, in the order in which they came. */
    public List<Member> members() {
        return await(seen, LOOK_LIMIT, "the coordinator at " + coordinator).members();
    }

    /** @throws BoxerException USER if the overlay has no such node, with those that it has */
    public Member member(String name) {
        var members = members();
        var names = members.stream().map(member -> member.name().value()).toList();
        return members.stream()
                .filter(member -> member.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> BoxerException.user(
                        "node '%s' is not in the overlay%s It has %s",
                        name,
                        Nearest.of(name, names)
                                .map("; did you mean '%s'?"::formatted)
                                .orElse("."),
                        names.isEmpty() ? "none: boxer run starts one" : String.join(", ", names)));
    }

    /**
     * What the way from one node to another is.
     *
     * @param measured whether to measure it too, which takes a second
     * @throws BoxerException PEER if one of the two cannot be asked
     */
    public PathReport explain(Member from, Member to, boolean measured) {
        // first the one that may learn something by it
        var facts = ask(from, to, measured);
        return PathReport.of(from, facts, to, ask(to, from, false));
    }

    private synchronized PathFacts ask(Member of, Member to, boolean measured) {
        var answer = new CompletableFuture<PathFacts>();
        long question = ++lastQuestion;
        asked.put(question, answer);
        link.writeAndFlush(new Ask(question, of.name(), to.name(), measured));
        try {
            return await(answer, ANSWER_LIMIT, "node '%s'".formatted(of.name()));
        } finally {
            asked.remove(question);
        }
    }

    private <T> T await(CompletableFuture<T> answer, Duration limit, String who) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof BoxerException known) {
                throw known;
            }
            throw new IllegalStateException(refused.getCause());
        } catch (TimeoutException late) {
            throw new BoxerException(
                    ErrorCode.PEER,
                    "%s has not answered within %d s; it stands still, or is of another release"
                            .formatted(who, limit.toSeconds()),
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.USER, "interrupted while asking " + who, interrupted);
        }
    }

    /** Brings answers to those who wait. Called on the loop. */
    private final class Owner implements LinkHandler.Owner {
        @Override
        public void opened(Channel channel) {
            channel.writeAndFlush(new Look());
        }

        @Override
        public void heard(Channel channel, OverlayMessage message) {
            if (message instanceof Seen all) {
                seen.complete(all);
            } else if (message instanceof Told told) {
                complete(told);
            } else if (message instanceof Refused refused) {
                fail(BoxerException.peer("%s", refused.reason()));
            }
        }

        private void complete(Told told) {
            CompletableFuture<PathFacts> answer = asked.remove(told.question());
            if (answer != null) {
                answer.complete(told.facts());
            }
        }

        @Override
        public void closed(Channel channel, String why) {
            fail(away(why, new IOException(why)));
        }

        private void fail(BoxerException why) {
            seen.completeExceptionally(why);
            asked.values().forEach(answer -> answer.completeExceptionally(why));
            asked.clear();
        }
    }

    /** Harmless twice. */
    @Override
    public void close() {
        closer.close();
    }
}
