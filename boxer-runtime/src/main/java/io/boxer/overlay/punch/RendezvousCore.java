// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.PeerMessage.Accepted;
import io.boxer.overlay.PeerMessage.Cancelled;
import io.boxer.overlay.PeerMessage.Denied;
import io.boxer.overlay.PeerMessage.Dial;
import io.boxer.overlay.punch.RendezvousAction.Abandon;
import io.boxer.overlay.punch.RendezvousAction.Dialling;
import io.boxer.overlay.punch.RendezvousAction.Failed;
import io.boxer.overlay.punch.RendezvousAction.Failure;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.boxer.overlay.punch.RendezvousAction.Tell;
import io.boxer.overlay.punch.RendezvousEvent.Asked;
import io.boxer.overlay.punch.RendezvousEvent.Said;
import io.boxer.overlay.punch.RendezvousEvent.Ticked;
import io.boxer.overlay.punch.RendezvousEvent.Withdrawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Agrees with other supervisors on how two kernels dial each other. The caller proposes, the acceptor begins to dial and says
 * where from, then the caller dials: whoever is late gets through the hole of the one who was early, so neither waits for a
 * common "now".
 *
 * <pre>
 *   caller                     acceptor
 *     Dial(port, from, key) ──▶   somebody listens there? no: Denied
 *                                 both keep ports, nothing failed: dials towards the caller (its NAT opens);
 *                                 else both are to meet at the relay
 *     dials  ◀── Accepted(from)
 *       ═════════ connected, proofs both ways ═════════
 * </pre>
 *
 * <p>Takes events and the time as values, returns what is to be done. Confined to the supervisor's loop.
 */
public final class RendezvousCore {
    /** As address.h has them: outside the range from which the kernel chooses ports. */
    public static final int FIRST_PORT = 24000;

    public static final int LAST_PORT = 28095;

    /** A supervisor that has not answered by then is taken for dead. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** The port on which a supervisor itself is reached, by other supervisors that measure the path; no guest has it. */
    public static final int SUPERVISOR_PORT = 0;

    /** So long no direct path is tried to a node to which it has failed. */
    static final Duration FAILURE_REMEMBERED = Duration.ofMinutes(10);

    private static final int LOOPBACK = 127;

    /** Direct, then through the relay. */
    private static final int PATHS = 2;

    private record Call(long question, NodeId to, int port, int localPort, ConnectionKey key, long askedNanos) {}

    private final IntPredicate listens;
    private final Supplier<Optional<Self>> self;
    private final LongSupplier sessions;
    private final Supplier<ConnectionKey> keys;
    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private final Map<NodeId, Long> failedNanos = new LinkedHashMap<>();
    private List<RendezvousAction> actions = new ArrayList<>();
    private int lastPort;
    private int lastAcceptingPort;

    /**
     * @param listens whether this node's guest listens for others on a port
     * @param self how this node's host is seen from outside; nothing while it has no link
     * @param sessions numbers that nobody can guess
     */
    public RendezvousCore(
            IntPredicate listens, Supplier<Optional<Self>> self, LongSupplier sessions, Supplier<ConnectionKey> keys) {
        this.listens = listens;
        this.self = self;
        this.sessions = sessions;
        this.keys = keys;
        this.lastPort = FIRST_PORT + Math.floorMod((int) sessions.getAsLong(), LAST_PORT - FIRST_PORT + 1);
        this.lastAcceptingPort = lastPort;
    }

    public List<RendezvousAction> handle(RendezvousEvent event, long nowNanos) {
        actions = new ArrayList<>();
        if (event instanceof Asked asked) {
            call(asked, nowNanos);
        } else if (event instanceof Withdrawn withdrawn) {
            withdraw(withdrawn.question());
        } else if (event instanceof Said said) {
            heard(said.from(), said.message());
        } else if (event instanceof Ticked) {
            expire(nowNanos);
        }
        return actions;
    }

    private void call(Asked asked, long nowNanos) {
        var own = self.get();
        if (own.isEmpty() || asked.failed() >= PATHS) {
            actions.add(new Failed(asked.question(), Failure.UNREACHABLE));
            return;
        }
        if (asked.failed() > 0) {
            failedNanos.put(asked.to(), nowNanos);
        }
        boolean direct = own.get().keepsPorts() && !failedLately(asked.to(), nowNanos);
        var call = new Call(asked.question(), asked.to(), asked.port(), nextPort(), keys.get(), nowNanos);
        long session = sessions.getAsLong();
        calls.put(session, call);
        var from = own.get().seenAs().withPort(call.localPort());
        actions.add(new Tell(asked.to(), new Dial(session, asked.port(), from, direct, call.key())));
    }

    /**
     * Whether a direct path to this node has failed, so that none is tried now: two NATs that did not let each other through once
     * do not so a minute later.
     */
    public boolean failedLately(NodeId to, long nowNanos) {
        failedNanos.values().removeIf(when -> nowNanos - when > FAILURE_REMEMBERED.toNanos());
        return failedNanos.containsKey(to);
    }

    private void heard(NodeId from, PeerMessage message) {
        if (message instanceof Dial dial) {
            accept(from, dial);
        } else if (message instanceof Cancelled) {
            actions.add(new Abandon(message.session()));
        } else {
            answered(from, message);
        }
    }

    private void accept(NodeId from, Dial dial) {
        var own = self.get();
        if (!listens.test(dial.port())) {
            actions.add(new Tell(from, new Denied(dial.session(), Denied.Why.REFUSED)));
        } else if (own.isPresent() && dial.direct() && (own.get().keepsPorts() || isOnThisHost(dial.caller()))) {
            int localPort = nextAcceptingPort();
            punch(from, dial, localPort, dial.caller(), false);
            var acceptor = own.get().seenAs().withPort(localPort);
            actions.add(new Tell(from, new Accepted(dial.session(), acceptor, false)));
        } else {
            relay(from, dial, own.flatMap(Self::relay));
        }
    }

    /** Supervisors of one host measure on its loopback, with no NAT between them. */
    private static boolean isOnThisHost(Endpoint caller) {
        return caller.address().bits() >>> 24 == LOOPBACK;
    }

    private void relay(NodeId from, Dial dial, Optional<Endpoint> relay) {
        relay.ifPresentOrElse(
                meeting -> {
                    punch(from, dial, nextAcceptingPort(), meeting, true);
                    actions.add(new Tell(from, new Accepted(dial.session(), meeting, true)));
                },
                () -> actions.add(new Tell(from, new Denied(dial.session(), Denied.Why.NO_PATH))));
    }

    private void punch(NodeId from, Dial dial, int localPort, Endpoint towards, boolean relayed) {
        actions.add(new Punch(
                from, dial.port(), localPort, towards, relayed, dial.caller().port(), dial.session(), dial.key()));
    }

    private void answered(NodeId from, PeerMessage message) {
        var call = calls.get(message.session());
        if (call == null || !call.to().equals(from)) {
            return; // late, or from somebody who was not asked
        }
        calls.remove(message.session());
        if (message instanceof Accepted accepted) {
            var plan =
                    new Plan(call.localPort(), accepted.acceptor(), accepted.relayed(), accepted.session(), call.key());
            actions.add(new Dialling(call.question(), from, call.port(), plan));
        } else if (message instanceof Denied denied) {
            boolean refused = denied.why() == Denied.Why.REFUSED;
            actions.add(new Failed(call.question(), refused ? Failure.REFUSED : Failure.UNREACHABLE));
        }
    }

    private void withdraw(long question) {
        for (var entry : List.copyOf(calls.entrySet())) {
            if (entry.getValue().question() == question) {
                calls.remove(entry.getKey());
                actions.add(new Tell(entry.getValue().to(), new Cancelled(entry.getKey())));
            }
        }
    }

    private void expire(long nowNanos) {
        for (var entry : List.copyOf(calls.entrySet())) {
            if (nowNanos - entry.getValue().askedNanos() > ANSWER_LIMIT.toNanos()) {
                calls.remove(entry.getKey());
                actions.add(new Failed(entry.getValue().question(), Failure.TIMED_OUT));
            }
        }
    }

    /**
     * In a circle. The pair of a port and the other end's cannot be used again for a minute after its connection has ended, so the
     * circle of those who accept is one shorter: the pairs of two nodes then come again after 16 million connections, not 4096.
     */
    private int nextPort() {
        lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
        return lastPort;
    }

    private int nextAcceptingPort() {
        lastAcceptingPort = lastAcceptingPort >= LAST_PORT - 1 ? FIRST_PORT : lastAcceptingPort + 1;
        return lastAcceptingPort;
    }
}
