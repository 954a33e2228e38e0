// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.coordinator.MembershipAction.Close;
import io.boxer.coordinator.MembershipAction.Note;
import io.boxer.coordinator.MembershipAction.Send;
import io.boxer.coordinator.MembershipEvent.Connected;
import io.boxer.coordinator.MembershipEvent.Disconnected;
import io.boxer.coordinator.MembershipEvent.Said;
import io.boxer.coordinator.MembershipEvent.Ticked;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.LinkHandler;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core on its event loop: numbers the connections, gives it time, performs its actions. Confined to that loop. */
final class CoordinatorLoop implements LinkHandler.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorLoop.class);

    private final EventLoop loop;
    private final MembershipCore core;
    private final Map<Long, Channel> channels = new HashMap<>();
    private final Map<Channel, Long> numbers = new HashMap<>();
    private long lastNumber;
    private long emptySinceNanos = System.nanoTime();

    CoordinatorLoop(EventLoop loop, MembershipCore core) {
        this.loop = loop;
        this.core = core;
    }

    @Override
    public void opened(Channel link) {
        assert loop.inEventLoop();
        channels.put(++lastNumber, link);
        numbers.put(link, lastNumber);
        handle(new Connected(lastNumber, Endpoint.of((InetSocketAddress) link.remoteAddress())));
    }

    @Override
    public void heard(Channel link, OverlayMessage message) {
        number(link).ifPresent(number -> handle(new Said(number, message)));
    }

    @Override
    public void closed(Channel link, String why) {
        number(link).ifPresent(number -> {
            channels.remove(number);
            numbers.remove(link);
            LOG.debug("connection={} closed: {}", number, why);
            handle(new Disconnected(number));
        });
    }

    void tick() {
        handle(new Ticked());
    }

    private Optional<Long> number(Channel link) {
        return Optional.ofNullable(numbers.get(link));
    }

    private void handle(MembershipEvent event) {
        boolean wasEmpty = core.members().isEmpty();
        long now = System.nanoTime();
        core.handle(event, now).forEach(this::perform);
        if (!wasEmpty && core.members().isEmpty()) {
            emptySinceNanos = now;
        }
    }

    private void perform(MembershipAction action) {
        if (action instanceof Send send) {
            channel(send.connection()).ifPresent(channel -> channel.writeAndFlush(send.message()));
        } else if (action instanceof Close close) {
            channel(close.connection())
                    .ifPresent(channel ->
                            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
        } else if (action instanceof Note note) {
            LOG.info("node={} {}", note.node(), note.text());
        }
    }

    private Optional<Channel> channel(long connection) {
        return Optional.ofNullable(channels.get(connection));
    }

    /** Whether no node has been here, and no connection, for so long. */
    boolean isEmptyFor(Duration time) {
        return core.members().isEmpty() && channels.isEmpty() && System.nanoTime() - emptySinceNanos > time.toNanos();
    }

    /** From another thread. */
    List<Member> members() {
        return ask(core::members);
    }

    /** Runs it on the loop and brings the result back to another thread. */
    <T> T ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, loop).join();
    }
}
