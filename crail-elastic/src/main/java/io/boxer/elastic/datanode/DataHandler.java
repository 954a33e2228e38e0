// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.elastic.datanode.core.BlockTableCore;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the data port: requests in, answers out, in order. Requests that were read while the peer does not take
 * its answers wait here, and nothing further is read; a peer that takes none for {@link #STALL_NANOS}, or leaves a frame
 * unfinished as long, is cut off.
 *
 * <p>Confined to the datanode's event loop.
 */
final class DataHandler extends ChannelInboundHandlerAdapter {
    static final long STALL_NANOS = 15_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(DataHandler.class);

    private final NodeLoop node;
    private final InFlight inFlight;
    private final FrameAssembler assembler;
    private final Greeting greeting;
    private final Deque<ByteBuf> requests = new ArrayDeque<>();
    private long busySinceNanos;
    private boolean inLine;
    private boolean cutOff;

    /** Who needs to know when a client says which of its connections this is. */
    interface Greeting {
        /** @return whether this connection counts; those that do not any more are cut off when this returns */
        boolean hello(Channel connection, DataRequest.Hello hello);
    }

    DataHandler(NodeLoop node, InFlight inFlight, FrameAssembler assembler, Greeting greeting) {
        this.greeting = greeting;
        this.node = node;
        this.inFlight = inFlight;
        this.assembler = assembler;
        this.busySinceNanos = System.nanoTime();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (!context.channel().isActive()) {
            ((ByteBuf) frame).release(); // the rest of what was read with a frame that cut the connection off
            return;
        }
        requests.addLast((ByteBuf) frame);
        answer(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        answer(context);
        context.flush();
    }

    private void answer(ChannelHandlerContext context) {
        while (!cutOff && !requests.isEmpty() && context.channel().isWritable() && !inFlight.isFull()) {
            ByteBuf request = requests.removeFirst();
            try {
                answer(context, Frame.parse(request.nioBuffer()));
            } finally {
                request.release();
            }
            busySinceNanos = System.nanoTime();
        }
        if (!requests.isEmpty() && inFlight.isFull() && !inLine) {
            inLine = true;
            inFlight.whenNotFull(() -> resume(context));
        }
        context.channel()
                .config()
                .setAutoRead(requests.isEmpty() && context.channel().isWritable());
    }

    private void resume(ChannelHandlerContext context) {
        inLine = false;
        if (context.channel().isActive()) {
            // not from within the loop over those who wait
            context.executor().execute(() -> context.pipeline().fireChannelWritabilityChanged());
        }
    }

    private void answer(ChannelHandlerContext context, Frame frame) {
        if (frame.message() instanceof DataRequest.Hello hello && !greeting.hello(context.channel(), hello)) {
            return;
        }
        DataReply reply = reply(frame.message());
        int bytes = Frame.HEADER_BYTES + reply.body().remaining();
        node.counters().answered(reply, frame.message().body().remaining());
        inFlight.add(bytes);
        // encoded before this returns: the body is a view on the slot
        context.write(new Frame(frame.requestId(), reply)).addListener(sent -> inFlight.remove(bytes));
    }

    private DataReply reply(Message message) {
        BlockTableCore core = node.core();
        if (message instanceof DataRequest.Write write) {
            return core.write(write, NodeLoop.now());
        }
        if (message instanceof DataRequest.Read read) {
            return core.read(read, NodeLoop.now());
        }
        if (message instanceof DataRequest.Pull pull) {
            return core.pull(pull);
        }
        if (message instanceof DataRequest.Hello) {
            return new DataReply.HelloOk();
        }
        throw new MalformedFrameException("%s is no request to a datanode".formatted(message.type()));
    }

    /** Nothing that is here, or comes, has an effect any more. */
    void cutOff() {
        cutOff = true;
    }

    /** Why this connection is to be cut off: it stands still in the middle of something. */
    Optional<String> stalled(long nowNanos, boolean writable) {
        boolean owes = !writable || !requests.isEmpty() || assembler.isWithinFrame();
        if (!owes) {
            busySinceNanos = nowNanos;
        }
        return nowNanos - busySinceNanos > STALL_NANOS
                ? Optional.of(writable ? "it left a frame unfinished" : "it did not take its answers")
                : Optional.empty();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        requests.forEach(ByteBuf::release);
        requests.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof MalformedFrameException) {
            LOG.warn("peer={} is cut off: {}", context.channel().remoteAddress(), cause.getMessage());
        } else if (cause instanceof java.io.IOException) {
            LOG.debug("peer={} left: {}", context.channel().remoteAddress(), cause.toString());
        } else {
            LOG.error("peer={} is cut off", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
