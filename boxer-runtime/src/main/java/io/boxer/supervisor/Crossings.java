// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayMessage.Forwarded;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.PathFacts;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.Placed;
import io.boxer.overlay.Ticket;
import io.boxer.overlay.punch.ConnectionKey;
import io.boxer.overlay.punch.Plan;
import io.boxer.overlay.punch.Punching;
import io.boxer.overlay.punch.RendezvousAction;
import io.boxer.overlay.punch.RendezvousAction.Abandon;
import io.boxer.overlay.punch.RendezvousAction.Dialling;
import io.boxer.overlay.punch.RendezvousAction.Failed;
import io.boxer.overlay.punch.RendezvousAction.Failure;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.boxer.overlay.punch.RendezvousAction.Tell;
import io.boxer.overlay.punch.RendezvousCore;
import io.boxer.overlay.punch.RendezvousEvent;
import io.boxer.overlay.punch.RendezvousEvent.Asked;
import io.boxer.overlay.punch.RendezvousEvent.Linked;
import io.boxer.overlay.punch.RendezvousEvent.Said;
import io.boxer.overlay.punch.RendezvousEvent.Severed;
import io.boxer.overlay.punch.RendezvousEvent.Ticked;
import io.boxer.overlay.punch.RendezvousEvent.Unheard;
import io.boxer.overlay.punch.RendezvousEvent.Withdrawn;
import io.boxer.overlay.punch.Self;
import io.boxer.shim.Errno;
import io.boxer.shim.ShimAnswer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The connections of this node's guest with nodes of other hosts: what the {@link RendezvousCore} decides, done. Confined to the
 * supervisor's loop.
 */
final class Crossings implements Punching.Owner, NodeLinks.Owner {
    private static final long TICK_MILLIS = 250;

    private final EventLoop loop;
    private final NodeCore node;
    private final ClusterKey key;
    private final Consumer<OverlayMessage> link;
    private final NodeLinks links;
    private final Supplier<Optional<Endpoint>> linkEnd;
    private final RendezvousCore core;
    private final CrossingNames names = new CrossingNames();
    private final Map<Long, Asker> asking = new HashMap<>();
    private final Map<Long, Punching> inTheMaking = new HashMap<>();
    private final Map<Integer, Punching> ringing = new HashMap<>();
    private Optional<Self> self = Optional.empty();
    private Optional<Placed> placed = Optional.empty();
    private long questions;
    private boolean ticking;

    /** Waits for a plan. */
    interface Asker {
        void dial(Dialling how);

        void failed(Failure why);
    }

    /**
     * @param key of the overlay, for tickets
     * @param link takes what is to be said to the coordinator; what cannot be said now is lost
     * @param links with other supervisors, taken where there is one
     * @param linkEnd where the link begins, to compare with what the coordinator sees
     */
    Crossings(
            EventLoop loop,
            NodeCore node,
            ClusterKey key,
            Consumer<OverlayMessage> link,
            NodeLinks links,
            Supplier<Optional<Endpoint>> linkEnd) {
        this.loop = loop;
        this.key = key;
        this.linkEnd = linkEnd;
        this.node = node;
        this.link = link;
        this.links = links;
        this.core =
                new RendezvousCore(this::isListening, () -> self, new SecureRandom()::nextLong, ConnectionKey::random);
    }

    /** Time passes only while somebody waits: an idle node costs nothing. */
    private void tickLater() {
        if (!ticking && !asking.isEmpty()) {
            ticking = true;
            loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        ticking = false;
        handle(new Ticked());
        tickLater();
    }

    /** What the coordinator tells: where this node is, and what other supervisors say. */
    void learn(OverlayMessage message) {
        links.learn(message);
        if (message instanceof Welcome welcome) {
            boolean keepsPorts = linkEnd.get()
                    .filter(own -> own.port() == welcome.seenAs().port())
                    .isPresent();
            self = Optional.of(new Self(welcome.seenAs(), keepsPorts, welcome.relay()));
            placed = Optional.of(welcome.placed());
        } else if (message instanceof Forwarded forwarded) {
            handle(new Said(forwarded.from(), forwarded.message()));
        }
    }

    private boolean isListening(int port) {
        return port == RendezvousCore.SUPERVISOR_PORT || node.listensForOthers(port);
    }

    /** What is known of the way to a node; nothing before this node has joined. */
    Optional<PathFacts> facts(NodeId to) {
        boolean failedLately = core.failedLately(to, System.nanoTime());
        return linkEnd.get()
                .flatMap(own -> self.map(
                        seen -> new PathFacts(own, seen.seenAs(), seen.relay(), failedLately, Optional.empty(), "")));
    }

    /**
     * Asks for a plan.
     *
     * @param failed plans for the same connection that have failed before
     * @return by which it can be withdrawn
     */
    long ask(NodeId to, int port, int failed, Asker asker) {
        long question = ++questions;
        asking.put(question, asker);
        handle(new Asked(question, to, port, failed));
        tickLater();
        return question;
    }

    /** The guest calls connect(). */
    void connect(ShimCall call) {
        var to = node.at(new OverlayAddress(call.request().address())).map(Member::name);
        if (to.isEmpty() || call.request().port() == RendezvousCore.SUPERVISOR_PORT) {
            call.answer(ShimAnswer.error(to.isEmpty() ? Errno.EHOSTUNREACH : Errno.ECONNREFUSED));
            return;
        }
        long question = ask(to.get(), call.request().port(), call.request().detail(), asGuest(call));
        call.whenOver(() -> {
            if (asking.remove(question) != null) {
                handle(new Withdrawn(question));
            }
        });
    }

    private Asker asGuest(ShimCall call) {
        return new Asker() {
            @Override
            public void dial(Dialling how) {
                dialling(call, how);
            }

            @Override
            public void failed(Failure why) {
                call.answer(ShimAnswer.error(errno(why)));
            }
        };
    }

    /** The guest's accept() has got a doorbell. */
    void claim(ShimCall call) {
        var waiting = Optional.ofNullable(ringing.remove(call.request().port()));
        if (waiting.isEmpty()) {
            call.answer(ShimAnswer.error(Errno.ENOENT));
            return;
        }
        var connection = waiting.get();
        connection.claim(channel -> channel.ifPresentOrElse(
                standing -> handOver(call, connection, standing), () -> call.answer(ShimAnswer.error(Errno.ENOENT))));
    }

    private void handOver(ShimCall call, Punching connection, EpollSocketChannel channel) {
        var caller = callerOf(connection.punch());
        names.add(SocketCookies.of(channel), own(connection.punch().port()), caller);
        channel.deregister()
                .addListener(free -> call.answer(
                        ShimAnswer.address(caller.address().bits(), caller.port()),
                        new FileDescriptor(channel.fd().intValue()),
                        connection::handedOver));
    }

    /** The guest asks what the ends of a connection are called. */
    void lookUp(ShimCall call) {
        call.answer(names.of(call.request().cookie()));
    }

    @Override
    public void rings(int doorbellPort, Punching connection) {
        ringing.put(doorbellPort, connection);
    }

    @Override
    public void calls(Punch punch, EpollSocketChannel connection, byte[] proof) {
        SupervisorPort.serve(connection, proof, (channel, ready) -> links.called(punch, channel, ready, this));
    }

    @Override
    public void unheard(Punch punch) {
        handle(new Unheard(punch.from(), punch.session()));
    }

    @Override
    public void linked(Linked standing) {
        handle(standing);
    }

    @Override
    public void said(NodeId from, PeerMessage message) {
        handle(new Said(from, message));
    }

    @Override
    public void severed(NodeId to) {
        handle(new Severed(to));
    }

    @Override
    public void over(Punching connection, Optional<Integer> doorbellPort) {
        inTheMaking.remove(connection.punch().session());
        doorbellPort.ifPresent(port -> ringing.remove(port, connection));
    }

    private void handle(RendezvousEvent event) {
        assert loop.inEventLoop();
        core.handle(event, System.nanoTime()).forEach(this::perform);
    }

    private void perform(RendezvousAction action) {
        if (action instanceof Tell tell) {
            if (!links.tell(tell.to(), tell.message())) {
                link.accept(new Forward(tell.to(), tell.message()));
            }
        } else if (action instanceof Dialling dialling) {
            Optional.ofNullable(asking.remove(dialling.question())).ifPresent(asker -> asker.dial(dialling));
        } else if (action instanceof Failed failed) {
            Optional.ofNullable(asking.remove(failed.question())).ifPresent(asker -> asker.failed(failed.why()));
        } else if (action instanceof Punch punch) {
            punch(punch);
        } else if (action instanceof Abandon abandon) {
            Optional.ofNullable(inTheMaking.get(abandon.session()))
                    .ifPresent(connection -> connection.close("the caller has given up"));
        }
    }

    private void dialling(ShimCall call, Dialling dialling) {
        if (call.request().detail() == 0) { // another plan is no other connect()
            links.used(dialling.to(), this);
        }
        Plan plan = dialling.plan();
        var peer = new OverlayAddress(call.request().address());
        names.add(call.request().cookie(), own(plan.localPort()), new Endpoint(peer, dialling.port()));
        call.answer(ShimAnswer.plan(
                plan.localPort(),
                plan.peer().address().bits(),
                plan.peer().port(),
                hello(plan),
                plan.key().acceptorsProof(plan.session())));
    }

    /** For the relay a ticket, for the other node the proof. */
    byte[] hello(Plan plan) {
        byte[] proof = plan.key().callersProof(plan.session());
        if (!plan.relayed()) {
            return proof;
        }
        byte[] ticket = ticket(plan.session(), Ticket.End.CALLER);
        byte[] both = Arrays.copyOf(ticket, ticket.length + proof.length);
        System.arraycopy(proof, 0, both, ticket.length, proof.length);
        return both;
    }

    private byte[] ticket(long session, Ticket.End end) {
        return new Ticket(session, end, System.currentTimeMillis() + Ticket.LIFE_MILLIS).sign(key);
    }

    private void punch(Punch punch) {
        var address = placed.orElseThrow().address();
        var connection = new Punching(
                loop,
                punch,
                session -> ticket(session, Ticket.End.ACCEPTOR),
                OverlayNetwork.publicSide(address, punch.port()),
                OverlayNetwork.of(address).doorbellHost(),
                this);
        inTheMaking.put(punch.session(), connection);
        connection.dial();
    }

    private Endpoint own(int port) {
        return new Endpoint(placed.orElseThrow().address(), port);
    }

    /** A caller that has left meanwhile has no address any more; its connection is as good as any. */
    private Endpoint callerOf(Punch punch) {
        return new Endpoint(
                node.named(punch.from()).map(Member::address).orElse(new OverlayAddress(0)), punch.callersPort());
    }

    private static Errno errno(Failure why) {
        return switch (why) {
            case REFUSED -> Errno.ECONNREFUSED;
            case TIMED_OUT -> Errno.ETIMEDOUT;
            case UNREACHABLE -> Errno.EHOSTUNREACH;
        };
    }
}
