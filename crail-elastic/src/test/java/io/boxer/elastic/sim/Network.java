// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
import io.boxer.elastic.rpc.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Connections between processes, with delays, partitions, breaks and messages out of the past. */
final class Network {
    private static final long LATEST_COPY_NANOS = 8_000_000_000L;

    private record Direction(SimProcess from, SimProcess to) {}

    private final World world;
    private final SplittableRandom random;
    private final Map<HostPort, SimProcess> hosts = new LinkedHashMap<>();
    private final Set<Direction> blocked = new LinkedHashSet<>();
    private final Set<LinkEnd> stalled = new LinkedHashSet<>();
    private long numbers;

    Network(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    void host(SimProcess process) {
        hosts.put(process.address, process);
    }

    /** The receiver hears of the connection, or of its failure; of nothing if the packets vanish. */
    LinkEnd connect(SimProcess from, HostPort to, LinkEnd.Receiver receiver) {
        SimProcess target = hosts.get(to);
        LinkEnd mine = new LinkEnd(this, from, ++numbers);
        mine.receiver(receiver);
        if (target == null) {
            throw new IllegalStateException("no host at " + to);
        }
        dial(mine, target);
        return mine;
    }

    private void dial(LinkEnd mine, SimProcess target) {
        world.scheduler.after(delay(), () -> {
            if (mine.isClosed()) {
                return;
            }
            if (isBlocked(mine.owner, target) || isBlocked(target, mine.owner)) {
                world.scheduler.after(200_000_000L, () -> dial(mine, target));
            } else if (!target.isUp() || !target.listens()) {
                mine.breakUp(!target.isUp() || random.nextInt(4) > 0);
            } else {
                LinkEnd theirs = new LinkEnd(this, target, mine.number);
                mine.join(theirs);
                theirs.join(mine);
                target.run(target.life(), () -> theirs.receiver(target.accept(theirs)));
                scheduleAfterDelay(() -> mine.owner.run(mine.owner.life(), mine::opened));
            }
        });
    }

    static byte[] bytes(Frame frame) {
        ByteBuffer head = frame.head();
        ByteBuffer body = frame.message().body().duplicate();
        byte[] bytes = new byte[head.remaining() + body.remaining()];
        int headBytes = head.remaining();
        head.get(bytes, 0, headBytes);
        body.get(bytes, headBytes, body.remaining());
        return bytes;
    }

    static Frame frame(byte[] bytes) {
        int length = ByteBuffer.wrap(bytes).getInt();
        Frame.checkLength(length, Frame.maxBytes(World.BLOCK_BYTES));
        if (length != bytes.length - Frame.LENGTH_BYTES) {
            throw new Violation("codec", "length field says %d, frame has %d", length, bytes.length);
        }
        return Frame.parse(LinkEnd.whole(bytes));
    }

    long now() {
        return world.scheduler.now();
    }

    /** A tenth of the seed's latency at least, now and then up to a second. */
    private long delay() {
        long most = world.rates.latencyNanos();
        long nanos = most / 10 + random.nextLong(most);
        boolean slow = world.faultsOn() && random.nextDouble() < world.rates.slow();
        return slow ? nanos + random.nextLong(1_000_000_000L) : nanos;
    }

    long arrival(SimProcess from, SimProcess to) {
        return now() + (from == to ? 10_000 : delay());
    }

    void scheduleAfterDelay(Runnable event) {
        world.scheduler.after(delay(), event);
    }

    void pumpAt(long nanos, LinkEnd end) {
        world.scheduler.after(nanos - now(), end::pump);
    }

    void journal(LinkEnd from, byte[] bytes, Frame frame) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        world.log(
                from.owner,
                "sends",
                crc.getValue(),
                () -> "to %s #%d %s".formatted(from.other(), from.number, frame.message()));
    }

    void maybeLateCopy(LinkEnd to, byte[] bytes) {
        if (world.faultsOn() && random.nextDouble() < world.rates.lateCopy()) {
            arriveLate(to, bytes);
        }
    }

    void maybeStray(LinkEnd to, byte[] bytes) {
        if (world.faultsOn() && random.nextDouble() < world.rates.strayed()) {
            arriveLate(to, bytes);
        }
    }

    private void arriveLate(LinkEnd to, byte[] bytes) {
        world.scheduler.after(20_000_000L + random.nextLong(LATEST_COPY_NANOS), () -> {
            SimProcess target = to.owner;
            // a copy comes after what it is a copy of: within a connection nothing overtakes
            if (world.faultsOn() && to.isSettled() && target.isUp() && target.listens()) {
                Frame frame = frame(bytes);
                world.log(target, "late", to.number, () -> "#%d %s".formatted(to.number, frame.message()));
                target.run(target.life(), () -> target.late(to, frame));
            }
        });
    }

    boolean isBlocked(SimProcess from, SimProcess to) {
        return blocked.contains(new Direction(from, to));
    }

    void stalled(LinkEnd end) {
        stalled.add(end);
    }

    void block(SimProcess from, SimProcess to) {
        world.log(from, "cut off", to.name.hashCode(), () -> "from " + to);
        blocked.add(new Direction(from, to));
    }

    void heal(SimProcess from, SimProcess to) {
        if (blocked.remove(new Direction(from, to))) {
            world.log(from, "healed", to.name.hashCode(), () -> "to " + to);
            releaseStalled();
        }
    }

    void healAll() {
        blocked.clear();
        releaseStalled();
    }

    private void releaseStalled() {
        List<LinkEnd> waiting = new ArrayList<>(stalled);
        stalled.clear();
        waiting.forEach(end -> scheduleAfterDelay(end::pump));
    }

    /** Breaks a connection; one side may not notice, until it sends something. */
    void breakOne(LinkEnd end) {
        world.log(end.owner, "breaks", end.number, end::toString);
        LinkEnd other = end.peer();
        int halfOpen = random.nextInt(4);
        if (halfOpen < 2) {
            world.marks.hit(Marks.Mark.HALF_OPEN_SESSION);
        }
        end.breakUp(halfOpen != 0);
        other.breakUp(halfOpen != 1);
    }
}
