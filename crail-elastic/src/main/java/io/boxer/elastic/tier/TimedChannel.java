// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.HostPort;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A TCP channel whose calls block, with limits that hold: each call ends at the deadline, or when the peer has been silent for
 * too long, or when {@link #close} is called from any thread. It parks in the kernel, it never spins.
 *
 * <p>One thread at a time, but for {@code close}.
 */
final class TimedChannel implements ByteChannel {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final String peer;
    private long deadlineNanos;
    private long silenceNanos;

    private TimedChannel(SocketChannel channel, Selector selector, String peer) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.peer = peer;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    /**
     * @param deadlineNanos of {@link System#nanoTime()}, for this call and, until changed, for those that follow
     * @param silenceNanos how long the peer may let us wait for a byte
     * @throws SocketTimeoutException if it does not answer in time
     */
    static TimedChannel connect(HostPort address, long deadlineNanos, long silenceNanos) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Selector selector = null;
        try {
            selector = Selector.open();
            TimedChannel timed = new TimedChannel(channel, selector, address.toString());
            timed.limit(deadlineNanos, silenceNanos);
            if (!channel.connect(address.toSocketAddress())) {
                do {
                    timed.await(SelectionKey.OP_CONNECT);
                } while (!channel.finishConnect());
            }
            if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
                // the kernel gave a port that nobody listens on as the source port: TCP then connects to itself
                throw new ConnectException("nobody listens at " + address);
            }
            return timed;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw failure;
        }
    }

    void limit(long newDeadlineNanos, long newSilenceNanos) {
        deadlineNanos = newDeadlineNanos;
        silenceNanos = newSilenceNanos;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        while (count == 0 && target.hasRemaining()) {
            await(SelectionKey.OP_READ);
            count = channel.read(target);
        }
        return count;
    }

    /** Reads at least one byte into the first of these buffers that have room. */
    long read(ByteBuffer[] targets) throws IOException {
        long count = channel.read(targets);
        while (count == 0) {
            await(SelectionKey.OP_READ);
            count = channel.read(targets);
        }
        return count;
    }

    /** Reads until the buffer is full. */
    void readFully(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (read(target) < 0) {
                throw new EOFException(peer + " closed the connection");
            }
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        writeFully(new ByteBuffer[] {source});
        return length;
    }

    /** Writes all bytes of all buffers. */
    void writeFully(ByteBuffer[] sources) throws IOException {
        ByteBuffer last = sources[sources.length - 1];
        while (true) {
            long count = channel.write(sources);
            if (!last.hasRemaining()) {
                return;
            }
            if (count == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** @return whether nothing has come in since the last answer: neither the end of the connection nor bytes out of turn */
    boolean isQuiet() {
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException broken) {
            return false;
        }
    }

    private void await(int event) throws IOException {
        try {
            key.interestOps(event);
            long start = System.nanoTime();
            long end = Math.min(deadlineNanos - start, silenceNanos) + start;
            for (long now = start; now - end < 0; now = System.nanoTime()) {
                long millis = (end - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
                if (selector.select(ready -> {}, millis) > 0) {
                    return;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for " + peer);
                }
                if (!channel.isOpen()) {
                    throw new IOException("connection to " + peer + " was given up");
                }
            }
        } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException closed) {
            throw new IOException("connection to " + peer + " was given up", closed);
        }
        throw new SocketTimeoutException(peer + " is silent");
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Idempotent; a call that waits in another thread fails at once. */
    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
