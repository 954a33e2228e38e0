// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.sim;

import io.boxer.common.sim.Scheduler;
import io.boxer.overlay.OverlayCodec;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayTimes;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * A connection between a supervisor and a coordinator, like TCP: in order, late, or broken. A side that is not told hears nothing
 * any more, and gives the link up after the silence that the real one waits for.
 */
public final class SimLink {
    /** Who holds an end. */
    public interface End {
        void heard(OverlayMessage message);

        /** Once; nothing is heard afterwards. */
        void closed();
    }

    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Side client;
    private final Side server;
    private boolean broken;

    private final class Side {
        private final End end;
        private long lastArrival;
        private boolean over;

        private Side(End end) {
            this.end = end;
        }

        private void receive(byte[] bytes) {
            lastArrival = Math.max(lastArrival + 1, scheduler.now() + delay());
            scheduler.after(lastArrival - scheduler.now(), () -> {
                if (!over && !broken) {
                    end.heard(OverlayCodec.read(ByteBuffer.wrap(bytes)));
                }
            });
        }

        private void close(long afterNanos) {
            scheduler.after(afterNanos, () -> {
                if (!over) {
                    over = true;
                    end.closed();
                }
            });
        }
    }

    public SimLink(Scheduler scheduler, SplittableRandom random, End client, End server) {
        this.scheduler = scheduler;
        this.random = random;
        this.client = new Side(client);
        this.server = new Side(server);
    }

    public void toServer(OverlayMessage message) {
        server.receive(bytes(message));
    }

    public void toClient(OverlayMessage message) {
        client.receive(bytes(message));
    }

    /** The server hangs up: what it said before arrives. */
    public void closeByServer() {
        server.over = true;
        client.close(Math.max(0, client.lastArrival - scheduler.now()) + delay());
    }

    /** The process at the server's or the client's end is no more; the kernel tells the other one. */
    public void died(boolean atServer) {
        broken = true;
        Side dead = atServer ? server : client;
        dead.over = true;
        (atServer ? client : server).close(delay());
    }

    /** It breaks: each side hears of it now, or after the silence. */
    public void breakUp() {
        broken = true;
        long silence = OverlayTimes.SILENCE.toNanos();
        client.close(random.nextBoolean() ? delay() : silence);
        server.close(random.nextBoolean() ? delay() : silence);
    }

    public boolean isOver() {
        return broken || client.over || server.over;
    }

    private long delay() {
        return 100_000 + random.nextLong(random.nextInt(20) == 0 ? 500_000_000L : 20_000_000L);
    }

    private static byte[] bytes(OverlayMessage message) {
        ByteBuffer buffer = OverlayCodec.write(message);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
