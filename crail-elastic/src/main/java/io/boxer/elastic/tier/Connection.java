// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a datanode or the namenode, with at most one request on the way. Requests leave by a gathering write
 * straight from the caller's buffer, and bytes that were asked for are read straight into it; neither buffer's position moves.
 * Any exception leaves the connection unusable: close it before the buffer is used for anything else (rule R12).
 *
 * <p>One thread at a time, but for {@link #close}.
 */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int FIRST_READ_BYTES = 16 * 1024;
    private static final int BYTES_CODE =
            new Frame(0, new DataReply.Bytes(Message.NO_BODY)).head().get(Frame.LENGTH_BYTES);

    private final TimedChannel channel;
    private final int maxFrameBytes;
    private final ByteBuffer input = ByteBuffer.allocateDirect(FIRST_READ_BYTES);
    private final ByteBuffer header = ByteBuffer.allocateDirect(Frame.HEADER_BYTES);
    private long lastRequestId;

    Connection(TimedChannel channel, int maxFrameBytes) {
        this.channel = channel;
        this.maxFrameBytes = maxFrameBytes;
    }

    void limit(long deadlineNanos, long silenceNanos) {
        channel.limit(deadlineNanos, silenceNanos);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isQuiet() {
        return channel.isQuiet();
    }

    /** @return the answer; a body in it is a view that the next call overwrites */
    Message call(Message request) throws IOException {
        send(request);
        input.clear();
        while (input.position() < Frame.HEADER_BYTES) {
            readSome(input);
        }
        int length = Frame.checkLength(input.getInt(0), maxFrameBytes);
        int total = length + Frame.LENGTH_BYTES;
        ByteBuffer whole = input;
        if (total > input.capacity()) {
            whole = ByteBuffer.allocate(total);
            whole.put(input.flip());
        }
        whole.limit(Math.min(whole.capacity(), Math.max(total, whole.position())));
        while (whole.position() < total) {
            readSome(whole);
        }
        if (whole.position() > total) {
            throw new MalformedFrameException("%d bytes follow the answer".formatted(whole.position() - total));
        }
        whole.flip().position(Frame.LENGTH_BYTES);
        return parse(whole);
    }

    /**
     * Calls for bytes.
     *
     * @param target lent: {@code BYTES} must bring exactly what remains in it; its position and limit stay. Other answers may
     *     leave anything in it
     */
    Message callForBytes(Message request, ByteBuffer target) throws IOException {
        send(request);
        ByteBuffer body = target.duplicate();
        header.clear();
        ByteBuffer[] targets = {header, body};
        while (header.hasRemaining()) {
            if (channel.read(targets) < 0) {
                throw endOfConnection();
            }
        }
        int length = Frame.checkLength(header.getInt(0), maxFrameBytes);
        int bodyBytes = length + Frame.LENGTH_BYTES - Frame.HEADER_BYTES;
        ByteBuffer landed = target.duplicate().limit(body.position());
        if (landed.remaining() > bodyBytes) {
            throw new MalformedFrameException("%d bytes follow the answer".formatted(landed.remaining() - bodyBytes));
        }
        ByteBuffer head = ByteBuffer.allocate(length);
        head.put(header.flip().position(Frame.LENGTH_BYTES));
        if (isBytes(head)) {
            if (bodyBytes != target.remaining()) {
                throw new MalformedFrameException(
                        "%d bytes came, %d were asked for".formatted(bodyBytes, target.remaining()));
            }
            channel.readFully(body);
            return new DataReply.Bytes(target.duplicate());
        }
        head.put(landed);
        channel.readFully(head);
        return parse(head.flip());
    }

    private void send(Message request) throws IOException {
        ByteBuffer head = new Frame(++lastRequestId, request).head();
        ByteBuffer body = request.body().duplicate();
        channel.writeFully(body.hasRemaining() ? new ByteBuffer[] {head, body} : new ByteBuffer[] {head});
    }

    /** @param head of a frame, without its length: type and request id only */
    private boolean isBytes(ByteBuffer head) {
        ByteBuffer alone = head.duplicate().flip();
        if (alone.get(0) != BYTES_CODE) {
            return false;
        }
        check(Frame.parse(alone).requestId());
        return true;
    }

    private Message parse(ByteBuffer frame) {
        Frame answer = Frame.parse(frame);
        check(answer.requestId());
        return answer.message();
    }

    private void check(long requestId) {
        if (requestId != lastRequestId) {
            throw new MalformedFrameException(
                    "answer to request %d, the last was %d".formatted(requestId, lastRequestId));
        }
    }

    private void readSome(ByteBuffer target) throws IOException {
        if (channel.read(target) < 0) {
            throw endOfConnection();
        }
    }

    private EOFException endOfConnection() {
        return new EOFException("the peer closed the connection");
    }

    /** Idempotent, from any thread. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException unclean) {
            LOG.debug("close of a connection failed", unclean);
        }
    }
}
