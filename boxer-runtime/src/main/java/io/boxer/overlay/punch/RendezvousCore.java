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
import io.boxer.overlay.punch.RendezvousEvent.Linked;
import io.boxer.overlay.punch.RendezvousEvent.Said;
import io.boxer.overlay.punch.RendezvousEvent.Severed;
import io.boxer.overlay.punch.RendezvousEvent.Ticked;
import io.boxer.overlay.punch.RendezvousEvent.Unheard;
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
 * Two that have a link of their own know where to meet before they ask: the caller says so ({@code begun}), and dials without
 * waiting for the answer. A refusal then comes on that connection, as its end; the guest asks again, and hears why.
 *
 * <p>Takes events and the time as values, returns what is to be done. Confined to the supervisor's loop.
 */
public final class RendezvousCore {
    /** A supervisor that has not answered by then is taken for dead. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** Who says a thing again, since a link broke, does so while it waits for the answer, and a message may be late. */
    private static final Duration ANSWER_REMEMBERED = ANSWER_LIMIT.multipliedBy(2);

    /** The port on which a supervisor itself is reached, by other supervisors; no guest has it. */
    public static final int SUPERVISOR_PORT = 0;

    /** So long no direct path is tried to a node to which it has failed. */
    static final Duration FAILURE_REMEMBERED = Duration.ofMinutes(10);

    private static final int LOOPBACK = 127;

    /** Direct, then through the relay. */
    private static final int PATHS = 2;

    private record Call(long question, NodeId to, Dial dial, long askedNanos) {}

    private record Answered(PeerMessage answer, long nanos) {}

    private record Failing(long session, long nanos) {}

    private record Meeting(int localPort, Endpoint towards, Endpoint seen, boolean relayed) {}

    private final IntPredicate listens;
    private final Supplier<Optional<Self>> self;
    private final LongSupplier sessions;
    private final Supplier<ConnectionKey> keys;
    private final PortCircle ports;
    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private final Attempts attempts = new Attempts();
    private final Map<Long, Answered> answers = new LinkedHashMap<>();
    private final Map<NodeId, Failing> failed = new LinkedHashMap<>();
    private final Map<NodeId, Linked> links = new LinkedHashMap<>();
    private List<RendezvousAction> actions = new ArrayList<>();

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
        this.ports = new PortCircle(sessions.getAsLong());
    }

    public List<RendezvousAction> handle(RendezvousEvent event, long nowNanos) {
        actions = new ArrayList<>();
        if (event instanceof Asked asked) {
            asked(asked, nowNanos);
        } else if (event instanceof Withdrawn withdrawn) {
            withdraw(withdrawn.question());
        } else if (event instanceof Said said) {
            heard(said.from(), said.message(), nowNanos);
        } else if (event instanceof Unheard unheard) {
            actions.add(new Tell(unheard.from(), new Denied(unheard.session(), Denied.Why.REFUSED)));
        } else if (event instanceof Linked linked) {
            links.put(linked.to(), linked);
        } else if (event instanceof Severed severed) {
            severed(severed.to(), nowNanos);
        } else if (event instanceof Ticked) {
            expire(nowNanos);
        }
        return actions;
    }

    private void asked(Asked asked, long nowNanos) {
        var own = self.get();
        var why = asked.failed() == 0 ? Optional.<Failure>empty() : verdict(asked, nowNanos);
        if (own.isEmpty() || why.isPresent()) {
            actions.add(new Failed(asked.question(), why.orElse(Failure.UNREACHABLE)));
            return;
        }
        boolean direct = own.get().keepsPorts() && asked.failed() == 0 && !failedLately(asked.to(), nowNanos);
        var known = asked.failed() == 0 ? known(asked, direct, own.get()) : Optional.<Plan>empty();
        known.ifPresentOrElse(
                plan -> begin(asked, direct, plan, own.get(), nowNanos),
                () -> propose(asked, direct, own.get(), nowNanos));
    }

    /** Why the guest's plan has failed, if the other end has said so, or has said nothing; else it was the path. */
    private Optional<Failure> verdict(Asked asked, long nowNanos) {
        var last = attempts.latest(asked.to(), asked.port(), nowNanos);
        var state = last.map(Attempts.Attempt::state).orElse(Attempts.State.ACCEPTED);
        if (state == Attempts.State.REFUSED) {
            return Optional.of(Failure.REFUSED);
        }
        if (state == Attempts.State.UNANSWERED) {
            boolean dead = nowNanos - last.orElseThrow().nanos()
                    > ANSWER_LIMIT.dividedBy(2).toNanos();
            return dead ? Optional.of(Failure.TIMED_OUT) : Optional.empty();
        }
        if (asked.failed() >= PATHS) {
            return Optional.of(Failure.UNREACHABLE);
        }
        failed.put(
                asked.to(),
                new Failing(last.map(attempt -> attempt.dial().session()).orElse(0L), nowNanos));
        return Optional.empty();
    }

    /** Where to meet, if the link of the two tells. */
    private Optional<Plan> known(Asked asked, boolean direct, Self own) {
        var link = Optional.ofNullable(links.get(asked.to())).filter(standing -> asked.port() != SUPERVISOR_PORT);
        if (direct) {
            return link.filter(Linked::direct)
                    .map(standing -> plan(true, standing.at().withPort(ports.nextToAccept())));
        }
        return link.flatMap(standing -> own.relay()).map(relay -> plan(false, relay));
    }

    private Plan plan(boolean direct, Endpoint meeting) {
        return new Plan(localPort(direct), meeting, !direct, sessions.getAsLong(), keys.get());
    }

    private int localPort(boolean direct) {
        return direct ? ports.nextToCall() : ports.nextForTheRelay();
    }

    private void begin(Asked asked, boolean direct, Plan plan, Self own, long nowNanos) {
        var from = own.seenAs().withPort(plan.localPort());
        int acceptorPort = direct ? plan.peer().port() : 0;
        var dial = new Dial(plan.session(), asked.port(), from, direct, true, acceptorPort, plan.key());
        attempts.began(asked.to(), dial, nowNanos);
        // the guest first: it has further to go
        actions.add(new Dialling(asked.question(), asked.to(), asked.port(), plan));
        actions.add(new Tell(asked.to(), dial));
    }

    private void propose(Asked asked, boolean direct, Self own, long nowNanos) {
        var key = keys.get();
        var from = own.seenAs().withPort(localPort(direct));
        var dial = Dial.asking(sessions.getAsLong(), asked.port(), from, direct, key);
        calls.put(dial.session(), new Call(asked.question(), asked.to(), dial, nowNanos));
        attempts.began(asked.to(), dial, nowNanos);
        actions.add(new Tell(asked.to(), dial));
    }

    /**
     * Whether a direct path to this node has failed, so that none is tried now: two NATs that did not let each other through once
     * do not so a minute later.
     */
    public boolean failedLately(NodeId to, long nowNanos) {
        failed.values().removeIf(path -> nowNanos - path.nanos() > FAILURE_REMEMBERED.toNanos());
        return failed.containsKey(to);
    }

    private void heard(NodeId from, PeerMessage message, long nowNanos) {
        if (message instanceof Dial dial) {
            accept(from, dial, nowNanos);
        } else if (message instanceof Cancelled) {
            actions.add(new Abandon(message.session()));
        } else {
            answered(from, message);
        }
    }

    private void accept(NodeId from, Dial dial, long nowNanos) {
        forgetAnswers(nowNanos);
        var before = answers.get(dial.session());
        if (before != null) { // a link broke, and what was said on it is said again
            actions.add(new Tell(from, before.answer()));
            return;
        }
        boolean heard = listens.test(dial.port());
        var meeting = heard || dial.begun() ? meeting(dial) : Optional.<Meeting>empty();
        meeting.ifPresent(place -> punch(from, dial, place, !heard));
        PeerMessage answer = heard
                ? meeting.<PeerMessage>map(place -> new Accepted(dial.session(), place.seen(), place.relayed()))
                        .orElseGet(() -> new Denied(dial.session(), Denied.Why.NO_PATH))
                : new Denied(dial.session(), Denied.Why.REFUSED);
        answers.put(dial.session(), new Answered(answer, nowNanos));
        actions.add(new Tell(from, answer));
    }

    /** The eldest come first. */
    private void forgetAnswers(long nowNanos) {
        var eldest = answers.values().iterator();
        while (eldest.hasNext() && nowNanos - eldest.next().nanos() > ANSWER_REMEMBERED.toNanos()) {
            eldest.remove();
        }
    }

    private Optional<Meeting> meeting(Dial dial) {
        var own = self.get();
        if (own.isPresent() && dial.direct() && (own.get().keepsPorts() || isOnThisHost(dial.caller()))) {
            int localPort = dial.begun() ? dial.acceptorPort() : ports.nextToAccept();
            return Optional.of(
                    new Meeting(localPort, dial.caller(), own.get().seenAs().withPort(localPort), false));
        }
        return own.flatMap(Self::relay).map(relay -> new Meeting(ports.nextForTheRelay(), relay, relay, true));
    }

    /** Supervisors of one host measure on its loopback, with no NAT between them. */
    private static boolean isOnThisHost(Endpoint caller) {
        return caller.address().bits() >>> 24 == LOOPBACK;
    }

    private void punch(NodeId from, Dial dial, Meeting place, boolean refusing) {
        actions.add(new Punch(
                from,
                dial.port(),
                place.localPort(),
                place.towards(),
                place.relayed(),
                dial.caller().port(),
                dial.session(),
                dial.key(),
                refusing));
    }

    private void answered(NodeId from, PeerMessage message) {
        boolean refused = message instanceof Denied denied && denied.why() == Denied.Why.REFUSED;
        attempts.heard(from, message.session(), refused ? Attempts.State.REFUSED : Attempts.State.ACCEPTED);
        if (refused) { // so it was not the path that failed
            failed.values().removeIf(path -> path.session() == message.session());
        }
        var call = calls.get(message.session());
        if (call == null || !call.to().equals(from)) {
            return; // its guest dials already; or late, or from somebody who was not asked
        }
        calls.remove(message.session());
        if (message instanceof Accepted accepted) {
            var dial = call.dial();
            var plan = new Plan(
                    dial.caller().port(), accepted.acceptor(), accepted.relayed(), accepted.session(), dial.key());
            actions.add(new Dialling(call.question(), from, dial.port(), plan));
        } else {
            actions.add(new Failed(call.question(), refused ? Failure.REFUSED : Failure.UNREACHABLE));
        }
    }

    private void severed(NodeId to, long nowNanos) {
        links.remove(to);
        calls.values().stream()
                .filter(call -> call.to().equals(to) && nowNanos - call.askedNanos() <= ANSWER_LIMIT.toNanos())
                .forEach(call -> actions.add(new Tell(to, call.dial())));
        attempts.begunAndUnanswered(to, nowNanos - ANSWER_LIMIT.toNanos())
                .forEach(dial -> actions.add(new Tell(to, dial)));
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
}
