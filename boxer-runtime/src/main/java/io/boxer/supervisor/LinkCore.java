// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.overlay.HostId;
import io.boxer.overlay.NodeToken;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Join;
import io.boxer.overlay.OverlayMessage.Leave;
import io.boxer.overlay.OverlayMessage.Refused;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.Placed;
import io.boxer.supervisor.LinkAction.Connect;
import io.boxer.supervisor.LinkAction.Find;
import io.boxer.supervisor.LinkAction.GiveUp;
import io.boxer.supervisor.LinkAction.Joined;
import io.boxer.supervisor.LinkAction.Learn;
import io.boxer.supervisor.LinkAction.Left;
import io.boxer.supervisor.LinkAction.Note;
import io.boxer.supervisor.LinkAction.Pause;
import io.boxer.supervisor.LinkAction.Send;
import io.boxer.supervisor.LinkEvent.Closed;
import io.boxer.supervisor.LinkEvent.Found;
import io.boxer.supervisor.LinkEvent.Heard;
import io.boxer.supervisor.LinkEvent.Leaving;
import io.boxer.supervisor.LinkEvent.NotFound;
import io.boxer.supervisor.LinkEvent.Opened;
import io.boxer.supervisor.LinkEvent.PauseOver;
import io.boxer.supervisor.LinkEvent.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a node in its overlay: finds the coordinator, joins, and joins again under the same name and address when the link
 * breaks, for as long as the guest runs. Takes events, returns what is to be done.
 *
 * <pre>
 * FINDING ──▶ CONNECTING ──opened──▶ JOINING ──WELCOME──▶ JOINED ──leaving──▶ LEAVING ──▶ OVER
 *    ▲             │                     │                   │
 *    └──PAUSING ◀──┴─────────────────────┴──── closed ───────┘
 * </pre>
 *
 * <p>Confined to the supervisor's loop, but for {@link #trouble}.
 */
final class LinkCore {
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Where it stands. */
    enum State {
        /** It waits to be told where the coordinator is. */
        FINDING,
        /** A connection is being made and proven. */
        CONNECTING,
        /** It has asked, and waits for the answer. */
        JOINING,
        /** It is a member with a link. */
        JOINED,
        /** It waits before it tries again. */
        PAUSING,
        /** It has said good-bye. */
        LEAVING,
        /** It wants nothing any more. */
        OVER
    }

    private final NodeToken token;
    private final HostId host;
    private final boolean shared;
    private Optional<NodeId> name;
    private Optional<Placed> placed = Optional.empty();
    private State state = State.PAUSING;
    private Duration pause = FIRST_PAUSE;
    private long attempt;
    private String told = "";
    private volatile String trouble = "nobody has been asked yet";
    private List<LinkAction> actions = new ArrayList<>();

    /** @param shared whether more nodes of this host may follow */
    LinkCore(NodeToken token, HostId host, boolean shared, Optional<NodeId> name) {
        this.token = token;
        this.host = host;
        this.shared = shared;
        this.name = name;
    }

    State state() {
        return state;
    }

    /** Why there was no link, the last time that there was none. From any thread. */
    String trouble() {
        return trouble;
    }

    List<LinkAction> handle(LinkEvent event) {
        actions = new ArrayList<>();
        if (event instanceof Started || (event instanceof PauseOver && state == State.PAUSING)) {
            find();
        } else if (event instanceof Found found && state == State.FINDING) {
            connect(found.address());
        } else if (event instanceof NotFound none && state == State.FINDING) {
            pause(none.why());
        } else if (event instanceof Opened opened && isCurrent(opened.attempt(), State.CONNECTING)) {
            state = State.JOINING;
            actions.add(new Send(attempt, new Join(name, token, host, placed, shared)));
        } else if (event instanceof Heard heard && heard.attempt() == attempt) {
            heard(heard.message());
        } else if (event instanceof Closed closed && closed.attempt() == attempt) {
            closed(closed.why());
        } else if (event instanceof Leaving) {
            leave();
        }
        return actions;
    }

    private boolean isCurrent(long number, State expected) {
        return number == attempt && state == expected;
    }

    private void find() {
        state = State.FINDING;
        actions.add(new Find());
    }

    private void connect(HostPort address) {
        state = State.CONNECTING;
        actions.add(new Connect(++attempt, address));
    }

    private void heard(OverlayMessage message) {
        if (message instanceof Welcome welcome && state == State.JOINING) {
            joined(welcome);
        } else if (message instanceof Refused refused && state == State.JOINING) {
            refused(refused.reason());
        } else if (state == State.JOINED) {
            actions.add(new Learn(message));
        }
    }

    private void joined(Welcome welcome) {
        state = State.JOINED;
        pause = FIRST_PAUSE;
        name = Optional.of(welcome.name());
        placed = Optional.of(welcome.placed());
        actions.add(new Learn(welcome));
        actions.add(new Joined(welcome));
    }

    /** A node that was in the overlay goes on without it and tries again: what stands in its way may go. */
    private void refused(String reason) {
        if (placed.isEmpty()) {
            state = State.OVER;
            actions.add(new GiveUp(reason));
        } else {
            pause = LONGEST_PAUSE;
            actions.add(new Note(true, "may not join again: " + reason));
        }
    }

    private void closed(String why) {
        if (state == State.LEAVING) {
            state = State.OVER;
            actions.add(new Left());
        } else if (state == State.CONNECTING || state == State.JOINING || state == State.JOINED) {
            pause(why);
        }
    }

    /** Who waits for a program to start is told what it waits for, once it takes long. */
    private void pause(String why) {
        state = State.PAUSING;
        boolean takesLong = placed.isEmpty() && pause.equals(LONGEST_PAUSE) && !why.equals(told);
        told = takesLong ? why : told;
        trouble = why;
        actions.add(new Note(takesLong, "has no link to the coordinator: " + why));
        actions.add(new Pause(pause));
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private void leave() {
        if (state == State.JOINED) {
            state = State.LEAVING;
            actions.add(new Send(attempt, new Leave()));
        } else if (state != State.LEAVING) {
            state = State.OVER;
            actions.add(new Left());
        }
    }
}
