// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One end of a connection, which is like TCP: what is sent arrives in order, late, or not at all because the connection breaks;
 * and a broken one may stay half open, unnoticed by one side. What crosses it are bytes.
 */
final class LinkEnd {
    /** Who holds this end. */
    interface Receiver {
        void opened(LinkEnd end);

        void heard(LinkEnd end, Frame frame);

        /** It is of no more use; not called if this side closed it. */
        void broken(LinkEnd end);
    }

    /** {@code bytes} empty: the other side closed. */
    private record Packet(long arrival, Optional<byte[]> bytes) {}

    final SimProcess owner;
    final long number;
    private final Network network;
    private final int ownersLife;
    private final Deque<Packet> incoming = new ArrayDeque<>();
    private Optional<LinkEnd> peer = Optional.empty();
    private Optional<Receiver> receiver = Optional.empty();
    private long lastArrival;
    private boolean closed;
    private boolean cut;

    LinkEnd(Network network, SimProcess owner, long number) {
        this.network = network;
        this.owner = owner;
        this.ownersLife = owner.life();
        this.number = number;
        owner.ends.add(this);
    }

    void join(LinkEnd other) {
        peer = Optional.of(other);
    }

    void receiver(Receiver who) {
        receiver = Optional.of(who);
    }

    SimProcess other() {
        return peer.orElseThrow().owner;
    }

    boolean isClosed() {
        return closed;
    }

    void opened() {
        if (!closed) {
            receiver.ifPresent(who -> who.opened(this));
        }
    }

    boolean isJoined() {
        return peer.isPresent();
    }

    void send(Frame frame) {
        if (closed) {
            return;
        }
        if (cut) {
            if (other().isUp()) {
                tellBroken();
            }
            return;
        }
        byte[] bytes = Network.bytes(frame);
        network.journal(this, bytes, frame);
        LinkEnd to = peer.orElseThrow();
        network.maybeLateCopy(to, bytes);
        to.enqueue(Optional.of(bytes));
    }

    private void enqueue(Optional<byte[]> bytes) {
        if (!closed) {
            lastArrival = Math.max(lastArrival + 1, network.arrival(other(), owner));
            incoming.add(new Packet(lastArrival, bytes));
            network.pumpAt(lastArrival, this);
        }
    }

    /** Delivers what has arrived; during a partition it waits, as TCP would send it again. */
    void pump() {
        while (!incoming.isEmpty() && incoming.element().arrival() <= network.now()) {
            if (network.isBlocked(other(), owner)) {
                network.stalled(this);
                return;
            }
            Packet packet = incoming.remove();
            owner.run(ownersLife, () -> deliver(packet));
        }
    }

    private void deliver(Packet packet) {
        if (closed || receiver.isEmpty()) {
            return;
        }
        if (packet.bytes().isEmpty()) {
            shut();
            receiver.get().broken(this);
        } else {
            receiver.get().heard(this, Network.frame(packet.bytes().get()));
        }
    }

    /** This side has no more use for it: what it sent before still arrives, what comes is lost. */
    void close() {
        if (!closed) {
            shut();
            peer.ifPresent(other -> other.enqueue(Optional.empty()));
        }
    }

    private void shut() {
        closed = true;
        incoming.clear();
        owner.ends.remove(this);
    }

    /** The process that held this end is no more. */
    void died(boolean quietly) {
        closed = true;
        incoming.clear();
        if (quietly) {
            peer.ifPresent(other -> other.cut = true);
        } else {
            peer.ifPresent(other -> other.enqueue(Optional.empty()));
        }
    }

    /** The connection breaks: what is under way is lost, or strays. */
    void breakUp(boolean noticed) {
        incoming.forEach(packet -> packet.bytes().ifPresent(bytes -> network.maybeStray(this, bytes)));
        incoming.clear();
        cut = true;
        if (noticed) {
            tellBroken();
        }
    }

    /** Nothing is under way to this end: what was sent has arrived, or never will by itself. */
    boolean isSettled() {
        return incoming.isEmpty();
    }

    LinkEnd peer() {
        return peer.orElseThrow();
    }

    boolean isCut() {
        return cut;
    }

    private void tellBroken() {
        network.scheduleAfterDelay(() -> owner.run(ownersLife, () -> {
            if (!closed) {
                shut();
                receiver.ifPresent(who -> who.broken(this));
            }
        }));
    }

    @Override
    public String toString() {
        return owner + "<-" + peer.map(other -> other.owner.name).orElse("?") + "#" + number;
    }

    static ByteBuffer whole(byte[] bytes) {
        return ByteBuffer.wrap(bytes, Frame.LENGTH_BYTES, bytes.length - Frame.LENGTH_BYTES)
                .slice();
    }
}
