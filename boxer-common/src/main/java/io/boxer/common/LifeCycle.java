// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a daemon or of a part of one.
 *
 * <pre>
 * STARTING ──started──▶ RUNNING ──drain──▶ DRAINING
 *     │                    │                   │
 *     └──────close─────────┴───────close───────┴────▶ CLOSED
 * </pre>
 *
 * <p>Each move is logged at INFO with its reason, and told to the listeners, which count.
 *
 * <p>Thread-safe: one lock; the listeners are called outside it.
 */
public final class LifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

    /** Where it stands. */
    public enum State {
        /** It opens what it needs and serves nobody yet. */
        STARTING,
        /** It serves. */
        RUNNING,
        /** It serves what it has, takes nothing new and gives away what others need. */
        DRAINING,
        /** It serves nobody; whatever it held is given back, or is being given back by the one who closed it. */
        CLOSED
    }

    private static final Map<State, Set<State>> MOVES = new EnumMap<>(Map.of(
            State.STARTING, EnumSet.of(State.RUNNING, State.CLOSED),
            State.RUNNING, EnumSet.of(State.DRAINING, State.CLOSED),
            State.DRAINING, EnumSet.of(State.CLOSED),
            State.CLOSED, EnumSet.noneOf(State.class)));

    /** One move, as listeners hear of it. */
    public record Move(String name, State from, State to, String reason) {
        @Override
        public String toString() {
            return "%s %s -> %s: %s".formatted(name, from, to, reason);
        }
    }

    private final String name;
    private final List<Consumer<Move>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private State state = State.STARTING;

    /** Begins in STARTING; the name is of the form {@code key=value}: {@code node=spot-1}. */
    public LifeCycle(String name) {
        this.name = name;
    }

    public synchronized State state() {
        return state;
    }

    /** Adds a listener to the moves from now on; it must neither block nor throw. */
    public void onMove(Consumer<Move> listener) {
        listeners.add(listener);
    }

    /**
     * It serves from now on.
     *
     * @return false if somebody has closed it meanwhile: it must not begin to serve
     * @throws BoxerException BUG if it has started before
     */
    public boolean started(String reason) {
        if (move(State.RUNNING, reason)) {
            return true;
        }
        if (state() == State.CLOSED) {
            return false;
        }
        throw refused("started");
    }

    /**
     * It is told to go.
     *
     * @return false if it is draining already: the second notice changes nothing
     * @throws BoxerException BUG if it is STARTING or CLOSED
     */
    public boolean drain(String reason) {
        if (move(State.DRAINING, reason)) {
            return true;
        }
        if (state() == State.DRAINING) {
            return false;
        }
        throw refused("drain");
    }

    /**
     * It ends, from any state.
     *
     * @return true for the one caller who is to give back what it holds, false if somebody has closed it before
     */
    public boolean close(String reason) {
        return move(State.CLOSED, reason);
    }

    /** Waits until somebody has closed it; false if {@code limit} passed first. */
    public boolean awaitClosed(Duration limit) throws InterruptedException {
        return closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The only method that assigns {@link #state}; false if the table has no such move. */
    private boolean move(State to, String reason) {
        Move move;
        synchronized (this) {
            if (!MOVES.getOrDefault(state, Set.of()).contains(to)) {
                return false;
            }
            move = new Move(name, state, to, reason);
            state = to;
        }
        LOG.info("{}", move);
        listeners.forEach(listener -> listener.accept(move));
        if (to == State.CLOSED) {
            closed.countDown();
        }
        return true;
    }

    private BoxerException refused(String verb) {
        return BoxerException.bug("%s: %s is refused in state %s", name, verb, state());
    }
}
