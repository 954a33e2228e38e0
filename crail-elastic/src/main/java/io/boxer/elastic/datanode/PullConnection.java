// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.BoxerException;
import io.boxer.common.netty.HandshakeDone;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to another datanode. Requests wait for the handshake, then go out at once; each is answered in time, or it
 * fails, together with the connection if that is the cause.
 *
 * <p>Confined to the datanode's event loop.
 */
final class PullConnection extends SimpleChannelInboundHandler<ByteBuf> {
    /** From the asking to the whole answer, the connection's making included. */
    static final long ANSWER_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    static final long IDLE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(PullConnection.class);

    private final Outcome outcome;
    private final Gone gone;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private Optional<Channel> channel = Optional.empty();
    private boolean ready;
    private boolean closed;
    private long lastRequestId;
    private long lastUsedNanos = System.nanoTime();

    private record Pending(DataRequest.Pull request, long askedNanos) {}

    /** How a request ended: with the answer, whose body is lent, or with nothing. */
    interface Outcome {
        void answered(DataRequest.Pull request, DataReply reply);

        void failed(DataRequest.Pull request);
    }

    /** Told once, before the last requests fail: the next ones need a new connection. */
    interface Gone {
        void gone(PullConnection connection);
    }

    PullConnection(Outcome outcome, Gone gone) {
        this.outcome = outcome;
        this.gone = gone;
    }

    /** Connects with a bootstrap whose pipeline ends with this handler. */
    void open(Bootstrap bootstrap) {
        ChannelFuture connecting = bootstrap.connect();
        channel = Optional.of(connecting.channel());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                close("connect: " + connected.cause());
            }
        });
    }

    void ask(DataRequest.Pull request) {
        lastUsedNanos = System.nanoTime();
        pending.put(++lastRequestId, new Pending(request, lastUsedNanos));
        if (ready) {
            send(lastRequestId, request);
        }
    }

    private void send(long requestId, DataRequest.Pull request) {
        channel.ifPresent(open -> open.writeAndFlush(new Frame(requestId, request)));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeDone) {
            ready = true;
            pending.forEach((id, waiting) -> send(id, waiting.request()));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        Frame frame = Frame.parse(bytes.nioBuffer());
        Pending answered = pending.remove(frame.requestId());
        if (answered == null) {
            return;
        }
        lastUsedNanos = System.nanoTime();
        if (!(frame.message() instanceof DataReply reply)) {
            throw new MalformedFrameException(
                    "%s is no answer to PULL".formatted(frame.message().type()));
        }
        outcome.answered(answered.request(), reply);
    }

    void tick(long nowNanos) {
        boolean late = pending.values().stream().anyMatch(each -> nowNanos - each.askedNanos() > ANSWER_LIMIT_NANOS);
        if (late) {
            close("no answer in time");
        } else if (pending.isEmpty() && nowNanos - lastUsedNanos > IDLE_LIMIT_NANOS) {
            close("idle");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        close("the source left");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof BoxerException)) {
            LOG.error("a pulled block could not be taken", cause);
        }
        close(cause.toString());
    }

    void close(String why) {
        if (closed) {
            return;
        }
        closed = true;
        LOG.debug("pull connection {} ends, {} requests fail: {}", channel, pending.size(), why);
        gone.gone(this);
        channel.ifPresent(Channel::close);
        Map<Long, Pending> left = new LinkedHashMap<>(pending);
        pending.clear();
        left.values().forEach(each -> outcome.failed(each.request()));
    }
}
