// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.overlay.PathFacts.Measured;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The end of a measured connection that measures: sends single bytes that come back and after them bulk that is answered piece by
 * piece ({@link SoundingEcho}). Confined to its loop.
 */
final class SoundingCaller extends ChannelInboundHandlerAdapter {
    private static final int WARM_UP = 20;
    private static final int ROUND_TRIPS = 100;
    private static final int PIECE_BYTES = 256 << 10;
    private static final int PIECES_UNDER_WAY = 8;
    private static final long BULK_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int LIMIT_SECONDS = 5;

    private final boolean relayed;
    private final Soundings.Ending ending;
    private final ByteBuf piece = Unpooled.directBuffer(PIECE_BYTES).writeZero(PIECE_BYTES);
    private final List<Long> roundTrips = new ArrayList<>();
    private boolean over;
    private long sentNanos;
    private long bulkNanos;
    private int sent;
    private int answered;

    /** Begins as soon as it is in the pipeline of a proven connection. */
    SoundingCaller(boolean relayed, Soundings.Ending ending) {
        this.relayed = relayed;
        this.ending = ending;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.executor().schedule(() -> context.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
        ping(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        while (bytes.isReadable() && !over) {
            bytes.skipBytes(1);
            answered(context);
        }
        ReferenceCountUtil.release(message);
    }

    private void ping(ChannelHandlerContext context) {
        sentNanos = System.nanoTime();
        context.writeAndFlush(Unpooled.buffer(1).writeByte(SoundingEcho.RETURN));
    }

    private void answered(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (bulkNanos != 0) {
            answered++;
            bulk(context, now);
            return;
        }
        roundTrips.add(now - sentNanos);
        if (roundTrips.size() < WARM_UP + ROUND_TRIPS) {
            ping(context);
            return;
        }
        bulkNanos = now;
        for (int i = 0; i < PIECES_UNDER_WAY; i++) {
            send(context);
        }
    }

    private void bulk(ChannelHandlerContext context, long now) {
        if (now - bulkNanos < BULK_NANOS) {
            send(context);
        } else if (answered == sent) {
            over = true;
            double seconds = (now - bulkNanos) / 1e9;
            ending.measured(new Measured(relayed, medianNanos(), (long) (1.0 * answered * PIECE_BYTES / seconds)));
            context.close();
        }
    }

    private void send(ChannelHandlerContext context) {
        sent++;
        context.write(Unpooled.buffer(SoundingEcho.HEADER_BYTES)
                .writeByte(SoundingEcho.TAKE)
                .writeInt(PIECE_BYTES));
        context.writeAndFlush(piece.retainedDuplicate());
    }

    private long medianNanos() {
        List<Long> warm = new ArrayList<>(roundTrips.subList(WARM_UP, roundTrips.size()));
        Collections.sort(warm);
        return warm.get(warm.size() / 2);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!over) {
            over = true;
            ending.failed("the connection broke while it was measured");
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        piece.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
