// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.NodeMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with the namenode: connects, registers, sends heartbeats, and begins again with growing pauses when the
 * connection breaks or the namenode is silent. The incarnation stays the same over sessions; only the namenode ends it.
 *
 * <pre>
 * waiting ──connect, handshake──▶ registering ──SESSION──▶ open
 *    ▲                                │                      │
 *    └──────── broken, silent ────────┴──────────────────────┘
 * </pre>
 *
 * <p>Confined to the datanode's event loop.
 */
final class ControlLink {
    /** H. */
    static final long HEARTBEAT_MILLIS = 400;

    /**
     * Three heartbeats without an answer, and the session is given up: it may be half open, and on another connection there
     * is time left to renew the lease before the namenode calls this node dead.
     */
    static final long SILENCE_NANOS = 3 * TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS);

    /** To connect, prove oneself and register may take longer on a busy machine; to begin again would not make it faster. */
    static final long BEGINNING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ControlLink.class);

    private final EventLoop loop;
    private final NodeLoop node;
    private final String name;
    private final Function<ControlConnection, Bootstrap> dialer;
    private Optional<Channel> channel = Optional.empty();
    private long heardNanos;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean open;
    private String lastBreak = "";
    private boolean closed;

    /** @param dialer makes what connects to the namenode, with handshake and frames in front of the handler */
    ControlLink(EventLoop loop, NodeLoop node, String name, Function<ControlConnection, Bootstrap> dialer) {
        this.loop = loop;
        this.node = node;
        this.name = name;
        this.dialer = dialer;
    }

    void start() {
        connect();
        loop.scheduleAtFixedRate(this::beat, HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void connect() {
        if (closed) {
            return;
        }
        heardNanos = System.nanoTime();
        ChannelFuture connecting = dialer.apply(new ControlConnection(this)).connect();
        channel = Optional.of(connecting.channel());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                broken(connecting.channel(), String.valueOf(connected.cause().getMessage()));
            } else if (isItself(connecting.channel())) {
                broken(connecting.channel(), "nobody listens there");
            }
        });
    }

    /** A connect to a free local port may get that port for its own end, and TCP then joins the socket with itself. */
    private static boolean isItself(Channel connection) {
        return Objects.equals(connection.localAddress(), connection.remoteAddress());
    }

    /** The namenode has proven itself on this connection. */
    void proven(Channel connection) {
        if (isCurrent(connection)) {
            heardNanos = System.nanoTime();
            connection.writeAndFlush(new Frame(0, node.core().register()));
        }
    }

    /** A message came; those of a connection that was given up are nothing. */
    void heard(Channel connection, ControlMessage message) {
        if (!isCurrent(connection)) {
            return;
        }
        heardNanos = System.nanoTime();
        node.handle(message);
        if (message instanceof ControlMessage.Session session && isCurrent(connection)) {
            opened(session);
        }
    }

    private void opened(ControlMessage.Session session) {
        open = true;
        lastBreak = "";
        pauseMillis = FIRST_PAUSE_MILLIS;
        node.counters().count(NodeCounters.Kind.SESSION_OPENED);
        LOG.info(
                "node={} has a session with the namenode: epoch={} session={} as {}",
                name,
                session.namenodeEpoch(),
                session.session(),
                node.core().self());
        beat();
    }

    private void beat() {
        if (open) {
            send(node.core().heartbeat(NodeLoop.now()));
        }
        long limit = open ? SILENCE_NANOS : BEGINNING_NANOS;
        if (channel.isPresent() && System.nanoTime() - heardNanos > limit) {
            broken(channel.get(), "no word for %d ms".formatted(TimeUnit.NANOSECONDS.toMillis(limit)));
        }
    }

    void send(NodeMessage message) {
        channel.filter(Channel::isActive).ifPresent(connection -> connection.writeAndFlush(new Frame(0, message)));
    }

    /** Ends this session and begins another. */
    void renewSession(String why) {
        channel.ifPresent(connection -> broken(connection, why));
    }

    boolean isOpen() {
        return open;
    }

    /** This connection is of no more use: goes on with another, after a pause. */
    void broken(Channel connection, String why) {
        if (!isCurrent(connection)) {
            return;
        }
        channel = Optional.empty();
        open = false;
        connection.close();
        if (closed) {
            return;
        }
        if (!why.equals(lastBreak)) {
            LOG.warn("node={} has no session with the namenode: {}", name, why);
        }
        lastBreak = why;
        loop.schedule(this::connect, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    }

    private boolean isCurrent(Channel connection) {
        return channel.filter(connection::equals).isPresent();
    }

    void close() {
        closed = true;
        channel.ifPresent(Channel::close);
    }
}
