// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.LinkHandler;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.supervisor.LinkAction.Connect;
import io.boxer.supervisor.LinkAction.Find;
import io.boxer.supervisor.LinkAction.GiveUp;
import io.boxer.supervisor.LinkAction.Joined;
import io.boxer.supervisor.LinkAction.Learn;
import io.boxer.supervisor.LinkAction.Left;
import io.boxer.supervisor.LinkAction.Note;
import io.boxer.supervisor.LinkAction.Pause;
import io.boxer.supervisor.LinkAction.Send;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link LinkCore} on its event loop: finds, connects, sends. Confined to that loop, but for join() and leave(). */
final class CoordinatorLink {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatorLink.class);

    private final EventLoop loop;
    private final ExecutorService finding;
    private final Supplier<HostPort> finder;
    private final BiFunction<HostPort, LinkHandler, Bootstrap> dialer;
    private final Consumer<OverlayMessage> learns;
    private final LinkCore core;
    private final CompletableFuture<Welcome> joined = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private Optional<Channel> channel = Optional.empty();

    /**
     * @param finding runs {@code finder}, which may block
     * @param finder tells where the coordinator listens; throws {@link BoxerException} if there is none to be had
     * @param learns is told what the coordinator says about the overlay, on the loop
     * @param dialer makes what connects there, with handshake and messages in front of the handler
     */
    CoordinatorLink(
            EventLoop loop,
            ExecutorService finding,
            Supplier<HostPort> finder,
            BiFunction<HostPort, LinkHandler, Bootstrap> dialer,
            Consumer<OverlayMessage> learns,
            LinkCore core) {
        this.loop = loop;
        this.finding = finding;
        this.finder = finder;
        this.dialer = dialer;
        this.learns = learns;
        this.core = core;
    }

    /** Completes at the first WELCOME; fails with a {@link BoxerException} if the coordinator refuses. From any thread. */
    CompletableFuture<Welcome> join() {
        loop.execute(() -> handle(new LinkEvent.Started()));
        return joined;
    }

    /** Says good-bye; completes when the coordinator has hung up, or there was no link. From any thread. */
    CompletableFuture<Void> leave() {
        loop.execute(() -> handle(new LinkEvent.Leaving()));
        return left;
    }

    /** Says something to the coordinator, if there is a link; else it is lost. */
    void tell(OverlayMessage message) {
        if (core.state() == LinkCore.State.JOINED) {
            channel.ifPresent(link -> link.writeAndFlush(message));
        }
    }

    /** Where the link begins, if there is one. On the loop. */
    Optional<Endpoint> own() {
        return channel.map(Channel::localAddress).map(address -> Endpoint.of((InetSocketAddress) address));
    }

    private void handle(LinkEvent event) {
        assert loop.inEventLoop();
        core.handle(event).forEach(this::perform);
    }

    private void perform(LinkAction action) {
        if (action instanceof Find) {
            CompletableFuture.supplyAsync(finder, finding).whenCompleteAsync(this::found, loop);
        } else if (action instanceof Connect connect) {
            connect(connect.attempt(), connect.address());
        } else if (action instanceof Send send) {
            channel.ifPresent(link -> link.writeAndFlush(send.message()));
        } else if (action instanceof Pause pause) {
            loop.schedule(() -> handle(new LinkEvent.PauseOver()), pause.time().toMillis(), TimeUnit.MILLISECONDS);
        } else if (action instanceof Learn learn) {
            learns.accept(learn.message());
        } else if (action instanceof Joined welcomed) {
            LOG.info(
                    "node={} joined at {}",
                    welcomed.welcome().name(),
                    welcomed.welcome().placed());
            joined.complete(welcomed.welcome());
        } else if (action instanceof GiveUp refused) {
            joined.completeExceptionally(BoxerException.user("%s", refused.reason()));
        } else if (action instanceof Left) {
            left.complete(null);
        } else if (action instanceof Note note) {
            note(note);
        }
    }

    private static void note(Note note) {
        if (note.serious()) {
            LOG.warn("the node {}", note.text());
        } else {
            LOG.info("the node {}", note.text());
        }
    }

    private void found(HostPort address, Throwable failure) {
        if (failure == null) {
            handle(new LinkEvent.Found(address));
        } else {
            Throwable why = failure.getCause() == null ? failure : failure.getCause();
            handle(new LinkEvent.NotFound(String.valueOf(why.getMessage())));
        }
    }

    private void connect(long attempt, HostPort address) {
        ChannelFuture connecting =
                dialer.apply(address, new LinkHandler(new Owner(attempt))).connect();
        channel = Optional.of(connecting.channel());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                handle(new LinkEvent.Closed(
                        attempt, String.valueOf(connected.cause().getMessage())));
            }
        });
    }

    /** Tells the core what happens on one connection. */
    private final class Owner implements LinkHandler.Owner {
        private final long attempt;

        private Owner(long attempt) {
            this.attempt = attempt;
        }

        @Override
        public void opened(Channel link) {
            handle(new LinkEvent.Opened(attempt));
        }

        @Override
        public void heard(Channel link, OverlayMessage message) {
            handle(new LinkEvent.Heard(attempt, message));
        }

        @Override
        public void closed(Channel link, String why) {
            handle(new LinkEvent.Closed(attempt, why));
        }
    }
}
