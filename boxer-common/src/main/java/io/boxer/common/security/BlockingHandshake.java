// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import io.boxer.common.BoxerException;
import io.boxer.common.Durations;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a handshake on a channel in blocking mode. */
public final class BlockingHandshake {
    private BlockingHandshake() {}

    /**
     * Runs the client's side; blocks for at most {@link Handshake#LIMIT}.
     *
     * @param channel lent; closed if this throws. Another thread closes it when the time is over, so its reads must end
     *     when it is closed, as those of a {@link java.nio.channels.SocketChannel} do
     * @param server role that the other side must prove
     * @return the other side, proven
     * @throws BoxerException USER if key, cluster, block size, version or role differ; PEER if the other side left or
     *     gave no answer
     */
    public static Party connect(ByteChannel channel, ClusterKey key, Party self, Role server) {
        var finished = new AtomicBoolean();
        var limit = CompletableFuture.delayedExecutor(Handshake.LIMIT.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
        var timer = CompletableFuture.runAsync(
                () -> {
                    if (finished.compareAndSet(false, true)) {
                        closeQuietly(channel);
                    }
                },
                limit);
        try {
            var peer = run(channel, Handshake.client(key, self, server));
            if (finished.compareAndSet(false, true)) {
                return peer;
            }
            throw tooLate();
        } catch (IOException e) {
            closeQuietly(channel);
            throw finished.get()
                    ? tooLate()
                    : new BoxerException(ErrorCode.PEER, "the other side left in the handshake: " + e.getMessage(), e);
        } catch (BoxerException e) {
            closeQuietly(channel);
            throw e;
        } finally {
            finished.set(true);
            timer.cancel(false);
        }
    }

    private static Party run(ByteChannel channel, Handshake handshake) throws IOException {
        write(channel, ByteBuffer.wrap(handshake.opening()));
        while (true) {
            var step = handshake.receive(read(channel, handshake.awaits()));
            write(channel, step.reply());
            if (step instanceof Handshake.Accepted accepted) {
                return accepted.peer();
            }
            if (step instanceof Handshake.Refused refused) {
                throw new BoxerException(refused.code(), refused.reason());
            }
        }
    }

    private static byte[] read(ByteChannel channel, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("end of stream after %d of %d bytes".formatted(buffer.position(), length));
            }
        }
        return buffer.array();
    }

    private static void write(ByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static BoxerException tooLate() {
        return BoxerException.peer(
                "the other side gave no answer within %s; check that it runs", Durations.format(Handshake.LIMIT));
    }

    private static void closeQuietly(ByteChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is given up anyway
        }
    }
}
