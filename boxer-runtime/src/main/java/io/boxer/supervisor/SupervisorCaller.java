// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.overlay.punch.Plan;
import io.boxer.overlay.punch.RendezvousAction.Dialling;
import io.boxer.overlay.punch.RendezvousAction.Failure;
import io.boxer.overlay.punch.RendezvousCore;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A connection to the supervisor of a node of another host: asks for plans and follows them as the shim does for a guest
 * (elsewhere.c), on a socket of its own. Confined to the supervisor's loop.
 */
final class SupervisorCaller implements Crossings.Asker {
    private static final int ATTEMPTS = 3;
    private static final int ATTEMPT_MILLIS = 3000;
    private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Is told the end, once. */
    interface Ending {
        /** The two are connected, and each has proven itself; handlers added behind the context's see what comes. */
        void reached(ChannelHandlerContext context, Plan plan);

        /** @param why for people, without a full stop */
        void failed(String why);
    }

    private final EventLoop loop;
    private final NodeId to;
    private final Crossings crossings;
    private final Ending ending;
    private int failed;

    SupervisorCaller(EventLoop loop, NodeId to, Crossings crossings, Ending ending) {
        this.loop = loop;
        this.to = to;
        this.crossings = crossings;
        this.ending = ending;
    }

    void begin() {
        crossings.ask(to, RendezvousCore.SUPERVISOR_PORT, failed, this);
    }

    @Override
    public void dial(Dialling how) {
        dial(how.plan(), System.nanoTime(), 1);
    }

    /** A NAT may answer with resets until the other end's own packets have opened the way. */
    private void dial(Plan plan, long startNanos, long pauseMillis) {
        new Bootstrap()
                .group(loop)
                .channelFactory(() -> new EpollSocketChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, ATTEMPT_MILLIS)
                .handler(new Proving(crossings.hello(plan), plan.key().acceptorsProof(plan.session()), new Next(plan)))
                .localAddress(new InetSocketAddress("0.0.0.0", plan.localPort()))
                .remoteAddress(plan.peer().toHostPort().toSocketAddress())
                .connect()
                .addListener(dialled -> {
                    boolean refused = dialled.cause() instanceof ConnectException
                            && System.nanoTime() - startNanos < REFUSED_NANOS;
                    if (refused) {
                        loop.schedule(
                                () -> dial(plan, startNanos, 2 * pauseMillis), pauseMillis, TimeUnit.MILLISECONDS);
                    } else if (!dialled.isSuccess()) {
                        missed();
                    }
                });
    }

    /** The next plan is another path. */
    private void missed() {
        if (++failed < ATTEMPTS) {
            begin();
        } else {
            ending.failed("no plan of %d led to the other node".formatted(ATTEMPTS));
        }
    }

    @Override
    public void failed(Failure why) {
        ending.failed(
                switch (why) {
                    case REFUSED -> "the supervisor of '%s' is of another release".formatted(to);
                    case TIMED_OUT -> "the supervisor of '%s' has not answered".formatted(to);
                    case UNREACHABLE ->
                        failed == 0
                                ? "the two cannot dial each other, and the overlay has no relay"
                                : "%d paths were tried, none led to '%s'".formatted(failed, to);
                });
    }

    /** A connection that breaks before the proof is a plan that failed. */
    private final class Next implements Proving.Ending {
        private final Plan plan;

        private Next(Plan plan) {
            this.plan = plan;
        }

        @Override
        public void proven(ChannelHandlerContext context) {
            ending.reached(context, plan);
        }

        @Override
        public void unproven() {
            missed();
        }
    }
}
