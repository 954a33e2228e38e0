// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.common.HostPort;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.ReferenceCountUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acceptor's end of one connection in the making: dials the caller, checks its proof, rings at the guest's listener, proves
 * itself, and keeps the connection until the guest claims it.
 *
 * <pre>
 * DIALLING ──connected──▶ PROVING ──proof right──▶ RINGING ──guest's kernel took it──▶ STANDING ──claimed──▶ (the guest's)
 *     └───── refused for {@link #LIMIT_NANOS}, proof wrong or late, nobody listens, caller gone ───────▶ (closed)
 * </pre>
 *
 * <p>Confined to the supervisor's loop.
 */
public final class Punching {
    /** Who is told of the end. */
    public interface Owner {
        /** The doorbell will ring from this port; before it does. */
        void rings(int doorbellPort, Punching connection);

        /** The caller is a supervisor, proven; the connection is given, and the proof goes first on it. */
        void calls(Punch punch, EpollSocketChannel connection, byte[] proof);

        /** The guest does not listen any more; the connection ends when its caller has been told. */
        void unheard(Punch punch);

        /** Nothing came of it, or the guest has it now. */
        void over(Punching connection, Optional<Integer> doorbellPort);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Punching.class);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long UNCLAIMED_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int SUPERVISORS_READ_BYTES = 64 << 10;
    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 64;

    private final EventLoop loop;
    private final Punch punch;
    private final LongFunction<byte[]> tickets;
    private final HostPort listener;
    private final String doorbellHost;
    private final Owner owner;
    private final long startedNanos = System.nanoTime();
    private Optional<Channel> connection = Optional.empty();
    private Optional<Channel> doorbell = Optional.empty();
    private Optional<Future<?>> timer = Optional.empty();
    private Optional<Runnable> whenProven = Optional.empty();
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean proven;
    private boolean over;

    /**
     * @param tickets makes one for the relay, from the session
     * @param listener the guest's, as its kernel knows it
     * @param doorbellHost address to ring from
     */
    public Punching(
            EventLoop loop,
            Punch punch,
            LongFunction<byte[]> tickets,
            HostPort listener,
            String doorbellHost,
            Owner owner) {
        this.loop = loop;
        this.punch = punch;
        this.tickets = tickets;
        this.listener = listener;
        this.doorbellHost = doorbellHost;
        this.owner = owner;
    }

    public Punch punch() {
        return punch;
    }

    /** Begins to dial. */
    public void dial() {
        if (over) {
            return;
        }
        ChannelFuture dialling = new Bootstrap()
                .group(loop)
                .channelFactory(() -> new EpollSocketChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(readBytes()))
                .handler(new Prover())
                .localAddress(new InetSocketAddress("0.0.0.0", punch.localPort()))
                .remoteAddress(punch.towards().toHostPort().toSocketAddress())
                .connect();
        connection = Optional.of(dialling.channel());
        dialling.addListener(dialled -> {
            if (dialled.isSuccess()) {
                closeAfter(LIMIT_NANOS, "the caller has not proven itself, or the guest's kernel does not answer");
                introduce(dialling.channel());
                dialling.channel().read();
            } else {
                missed(dialled.cause());
            }
        });
    }

    /** Not a byte of the guests' may be read here; a channel never changes what it reads at once. */
    private int readBytes() {
        return punch.port() == RendezvousCore.SUPERVISOR_PORT ? SUPERVISORS_READ_BYTES : ConnectionKey.PROOF_BYTES;
    }

    /** The relay wants a ticket first; the caller waits for nothing. */
    private void introduce(Channel channel) {
        if (punch.relayed()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(tickets.apply(punch.session())));
        }
    }

    /** A NAT that answers strangers with a reset breaks the attempt; the caller's own packets will open it. */
    private void missed(Throwable cause) {
        boolean refused = cause instanceof ConnectException && !over;
        if (refused && System.nanoTime() - startedNanos < LIMIT_NANOS) {
            loop.schedule(this::dial, pauseMillis, TimeUnit.MILLISECONDS);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        } else {
            close("the caller at %s was not reached: %s".formatted(punch.towards(), cause.getMessage()));
        }
    }

    /** The caller's proof, byte for byte; then nothing more is read. */
    private final class Prover extends ChannelInboundHandlerAdapter {
        private final ByteBuf got = Unpooled.buffer(ConnectionKey.PROOF_BYTES);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes && bytes.readableBytes() <= got.writableBytes()) {
                got.writeBytes(bytes);
            } else {
                close("the caller said more than its proof");
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (got.isWritable()) {
                context.read();
            } else if (!MessageDigest.isEqual(got.array(), punch.key().callersProof(punch.session()))) {
                close("whoever dialled from %s is not the node that called".formatted(punch.towards()));
            } else if (punch.port() == RendezvousCore.SUPERVISOR_PORT) {
                context.pipeline().remove(this);
                giveAway((EpollSocketChannel) context.channel());
            } else if (punch.refusing()) {
                close("nobody listens on port %d".formatted(punch.port()));
            } else if (doorbell.isEmpty()) {
                ring();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            close("the caller has gone");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            close(String.valueOf(cause.getMessage()));
        }
    }

    /** The guest's own kernel wakes whoever waits in accept(); only then the caller is told that it is connected. */
    private void ring() {
        Channel bell = new Bootstrap()
                .group(loop)
                .channelFactory(() -> new EpollSocketChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.AUTO_READ, false)
                // its end lingers nowhere: each would keep a local port for a minute, and there are 28 000
                .option(ChannelOption.SO_LINGER, 0)
                .handler(new Bell())
                .register()
                .channel();
        doorbell = Optional.of(bell);
        bell.bind(new InetSocketAddress(doorbellHost, 0)).addListener(bound -> {
            if (!bound.isSuccess()) {
                close("no doorbell can be bound: " + bound.cause().getMessage());
                return;
            }
            owner.rings(((InetSocketAddress) bell.localAddress()).getPort(), this);
            bell.connect(listener.toSocketAddress()).addListener(rung -> {
                if (rung.isSuccess()) {
                    prove();
                } else {
                    owner.unheard(punch);
                    close("the guest does not listen on %d any more".formatted(punch.port()));
                }
            });
        });
    }

    /** Ends when the guest has closed it, or has died with it in its queue. */
    private final class Bell extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.channel().closeFuture().addListener(closed -> loop.execute(() -> close("the guest let it go")));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void giveAway(EpollSocketChannel channel) {
        connection = Optional.empty();
        finish();
        owner.calls(punch, channel, punch.key().acceptorsProof(punch.session()));
    }

    private void prove() {
        connection.ifPresent(channel -> channel.writeAndFlush(
                        Unpooled.wrappedBuffer(punch.key().acceptorsProof(punch.session())))
                .addListener(sent -> {
                    proven = sent.isSuccess();
                    closeAfter(UNCLAIMED_NANOS, "nobody accepted it");
                    whenProven.ifPresent(Runnable::run);
                }));
    }

    /** Unless it gets further, or ends. */
    private void closeAfter(long nanos, String why) {
        timer.ifPresent(earlier -> earlier.cancel(false));
        timer = over ? Optional.empty() : Optional.of(loop.schedule(() -> close(why), nanos, TimeUnit.NANOSECONDS));
    }

    /**
     * The guest has taken the doorbell and wants the connection.
     *
     * @param then runs once no byte of ours can follow on it: with the connection, or with nothing if it is gone
     */
    public void claim(Consumer<Optional<EpollSocketChannel>> then) {
        Runnable answer = () ->
                then.accept(connection.filter(channel -> proven && !over).map(channel -> (EpollSocketChannel) channel));
        if (proven || over) {
            answer.run();
        } else {
            whenProven = Optional.of(answer);
        }
    }

    /** The guest has its own descriptor of it: ours is closed, which nobody at the other end notices. */
    public void handedOver() {
        finish();
    }

    /** Ends it, whatever it is at. Harmless twice. */
    public void close(String why) {
        if (!over) {
            LOG.debug("connection from {} to port {} is over: {}", punch.from(), punch.port(), why);
            finish();
        }
    }

    private void finish() {
        over = true;
        timer.ifPresent(waiting -> waiting.cancel(false)); // or it would keep all this for two minutes
        Optional<Integer> port =
                doorbell.map(bell -> (InetSocketAddress) bell.localAddress()).map(InetSocketAddress::getPort);
        owner.over(this, port);
        connection.ifPresent(Channel::close);
        doorbell.ifPresent(Channel::close);
        whenProven.ifPresent(Runnable::run);
        whenProven = Optional.empty();
    }
}
