// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.util.Optional;

/** A datanode's session with the namenode, as {@code ControlLink} keeps it: register, beat, begin again after breaks and silence. */
final class ControlSession implements LinkEnd.Receiver {
    private static final long HEARTBEAT_NANOS = 400_000_000L;
    private static final long SILENCE_NANOS = 3 * HEARTBEAT_NANOS;
    private static final long BEGINNING_NANOS = 3_000_000_000L;
    private static final long FIRST_PAUSE_NANOS = 20_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 500_000_000L;

    private final SimDatanode node;
    private Optional<LinkEnd> current = Optional.empty();
    private boolean open;
    private long heardNanos;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    ControlSession(SimDatanode node) {
        this.node = node;
    }

    void begin() {
        open = false;
        connect();
        node.after(HEARTBEAT_NANOS, this::beatAgain);
    }

    private void connect() {
        heardNanos = node.clock.nanos();
        current = Optional.of(node.world.network.connect(node, node.world.namenode().address, this));
    }

    @Override
    public void opened(LinkEnd end) {
        if (isCurrent(end)) {
            heardNanos = node.clock.nanos();
            send(node.core().register());
        }
    }

    @Override
    public void heard(LinkEnd end, Frame frame) {
        if (!isCurrent(end)) {
            return;
        }
        heardNanos = node.clock.nanos();
        ControlMessage message = (ControlMessage) frame.message();
        node.handle(message);
        if (message instanceof ControlMessage.Session && isCurrent(end)) {
            open = true;
            pauseNanos = FIRST_PAUSE_NANOS;
            beat();
        }
    }

    private void beatAgain() {
        beat();
        node.after(HEARTBEAT_NANOS, this::beatAgain);
    }

    private void beat() {
        if (open) {
            send(node.heartbeat());
        }
        if (node.clock.nanos() - heardNanos > (open ? SILENCE_NANOS : BEGINNING_NANOS)) {
            renew();
        }
    }

    void send(Message message) {
        current.filter(LinkEnd::isJoined).ifPresent(end -> end.send(new Frame(0, message)));
    }

    @Override
    public void broken(LinkEnd end) {
        if (isCurrent(end)) {
            renew();
        }
    }

    void renew() {
        Optional<LinkEnd> old = current;
        if (old.isPresent()) {
            current = Optional.empty();
            open = false;
            old.get().close();
            node.after(pauseNanos, this::connect);
            pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
        }
    }

    private boolean isCurrent(LinkEnd end) {
        return current.filter(end::equals).isPresent();
    }
}
