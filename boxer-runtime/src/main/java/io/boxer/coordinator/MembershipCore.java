// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.coordinator.MembershipAction.Close;
import io.boxer.coordinator.MembershipAction.Note;
import io.boxer.coordinator.MembershipAction.Send;
import io.boxer.coordinator.MembershipEvent.Connected;
import io.boxer.coordinator.MembershipEvent.Disconnected;
import io.boxer.coordinator.MembershipEvent.Said;
import io.boxer.coordinator.MembershipEvent.Ticked;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Alive;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Came;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayMessage.Forwarded;
import io.boxer.overlay.OverlayMessage.Gone;
import io.boxer.overlay.OverlayMessage.Join;
import io.boxer.overlay.OverlayMessage.Leave;
import io.boxer.overlay.OverlayMessage.Look;
import io.boxer.overlay.OverlayMessage.Refused;
import io.boxer.overlay.OverlayMessage.Seen;
import io.boxer.overlay.OverlayMessage.Told;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.OverlayTimes;
import io.boxer.overlay.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who is in the overlay. Takes events and the time as values, returns what is to be done; keeps nothing on disk, for the
 * nodes themselves bring back what a coordinator that restarts has forgotten.
 *
 * <p>Every supervisor hears of the members in one order: those of its {@link Welcome}, then each {@link Came} and
 * {@link Gone}. A name belongs to one node at a time; a node whose link is broken keeps it for
 * {@link OverlayTimes#GRACE}, and who asks for it meanwhile waits.
 *
 * <p>Confined to the coordinator's loop.
 */
final class MembershipCore {
    private static final long GRACE_NANOS = OverlayTimes.GRACE.toNanos();

    private record Waiting(long connection, Join join) {}

    private final AddressPlan addresses;
    private final Optional<Endpoint> relay;
    private final long openNanos;
    private final Map<NodeId, Node> nodes = new LinkedHashMap<>();
    private final Map<Long, NodeId> linked = new LinkedHashMap<>();
    private final Map<Long, Endpoint> seen = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Inquiries inquiries = new Inquiries();
    private List<MembershipAction> actions = new ArrayList<>();
    private int lastNumber;

    /**
     * @param relay where nodes meet that cannot reach each other, if there is such a place
     * @param own the coordinator's host
     * @param start of the circle in which addresses are given out
     * @param openNanos from when on nodes are let in that were not here before; until then those come back that a coordinator
     *     before this one had, whose names and addresses must not be given away
     */
    MembershipCore(OverlayNetwork network, Optional<Endpoint> relay, HostId own, int start, long openNanos) {
        this.addresses = new AddressPlan(network, own, start);
        this.relay = relay;
        this.openNanos = openNanos;
    }

    List<Member> members() {
        return nodes.values().stream().map(Node::member).toList();
    }

    List<MembershipAction> handle(MembershipEvent event, long nowNanos) {
        actions = new ArrayList<>();
        if (event instanceof Connected connected) {
            seen.put(connected.connection(), connected.from());
        } else if (event instanceof Said said) {
            heard(said.connection(), said.message(), nowNanos);
        } else if (event instanceof Disconnected gone) {
            disconnected(gone.connection(), nowNanos);
        } else if (event instanceof Ticked) {
            tick(nowNanos);
        }
        return actions;
    }

    private void heard(long connection, OverlayMessage message, long nowNanos) {
        if (message instanceof Join join) {
            join(connection, join, nowNanos);
        } else if (message instanceof Forward forward) {
            forward(connection, forward);
        } else if (message instanceof Look) {
            actions.add(new Send(connection, new Seen(relay, members())));
        } else if (message instanceof Ask ask) {
            ask(connection, ask);
        } else if (message instanceof Told told && linked.containsKey(connection)) {
            inquiries.answered(told).ifPresent(actions::add);
        } else if (message instanceof Leave) {
            leave(connection, nowNanos);
        } else if (!(message instanceof Alive)) {
            actions.add(new Close(connection)); // a coordinator's message from a supervisor
        }
    }

    private void join(long connection, Join join, long nowNanos) {
        if (linked.containsKey(connection)) {
            actions.add(new Close(connection));
            return;
        }
        if (join.before().isEmpty() && nowNanos - openNanos < 0) {
            waiting.add(new Waiting(connection, join));
            return;
        }
        var name = join.name().orElseGet(this::freeName);
        var holder = Optional.ofNullable(nodes.get(name));
        if (holder.isEmpty()) {
            admit(connection, name, join);
        } else if (holder.get().token().equals(join.token())) {
            linkAgain(connection, holder.get(), nowNanos);
        } else if (holder.get().isLost()) {
            waiting.add(new Waiting(connection, join));
        } else {
            refuse(
                    connection,
                    "name '%s' is taken by the node at %s; choose another with --name"
                            .formatted(name, holder.get().placed().address()));
        }
    }

    /** To a node without a link nothing can be said: the one who asks waits, and gives up. */
    private void forward(long connection, Forward forward) {
        var from = Optional.ofNullable(linked.get(connection));
        var to = Optional.ofNullable(nodes.get(forward.to()));
        if (from.isPresent() && to.isPresent()) {
            to.get()
                    .connection()
                    .ifPresent(other -> actions.add(new Send(other, new Forwarded(from.get(), forward.message()))));
        }
    }

    /** Somebody who is no node asks a supervisor through us. */
    private void ask(long connection, Ask ask) {
        var of = Optional.ofNullable(nodes.get(ask.of()));
        var link = of.map(Node::connection).orElse(OptionalLong.empty());
        if (link.isPresent()) {
            actions.add(inquiries.ask(connection, ask, link.getAsLong()));
        } else {
            var reason = of.isPresent() ? "has no link to the coordinator at the moment" : "is not in the overlay";
            actions.add(new Send(connection, new Refused("node '%s' %s; try again".formatted(ask.of(), reason))));
        }
    }

    private Welcome welcome(long connection, NodeId name, Placed placed) {
        var from = Optional.ofNullable(seen.get(connection)).orElseThrow();
        return new Welcome(name, placed, from, relay, members());
    }

    private void admit(long connection, NodeId name, Join join) {
        Placed placed;
        try {
            placed = join.before().isPresent()
                    ? addresses
                            .placeAgain(
                                    join.host(), join.shared(), join.before().get())
                            .orElseThrow(() -> BoxerException.capacity(
                                    "address %s of node '%s' belongs to another node by now; start it again",
                                    join.before().get(), name))
                    : addresses.place(join.host(), join.shared());
        } catch (BoxerException full) {
            refuse(connection, full.getMessage());
            return;
        }
        var node = new Node(name, join.token(), join.host(), placed, connection);
        tellAll(new Came(node.member()));
        nodes.put(name, node);
        linked.put(connection, name);
        actions.add(new Send(connection, welcome(connection, name, placed)));
        actions.add(new Note(name, "joined at %s, host %s".formatted(placed, join.host())));
    }

    private void linkAgain(long connection, Node node, long nowNanos) {
        node.connection().ifPresent(old -> {
            linked.remove(old);
            actions.add(new Close(old));
        });
        node.linked(connection);
        linked.put(connection, node.name());
        actions.add(new Send(connection, welcome(connection, node.name(), node.placed())));
        actions.add(new Note(node.name(), "linked again"));
        tick(nowNanos); // whoever waited for its name need not wait longer
    }

    private void refuse(long connection, String reason) {
        actions.add(new Send(connection, new Refused(reason)));
        actions.add(new Close(connection));
    }

    private void leave(long connection, long nowNanos) {
        var name = Optional.ofNullable(linked.remove(connection));
        name.ifPresent(node -> remove(node, "left"));
        actions.add(new Close(connection));
        admitWaiting(nowNanos);
    }

    private void disconnected(long connection, long nowNanos) {
        seen.remove(connection);
        inquiries.disconnected(connection);
        waiting.removeIf(one -> one.connection() == connection);
        var name = Optional.ofNullable(linked.remove(connection));
        name.ifPresent(lost -> {
            Optional.ofNullable(nodes.get(lost)).orElseThrow().lost(nowNanos);
            actions.add(new Note(lost, "lost its link; its name is kept for " + OverlayTimes.GRACE.toSeconds() + " s"));
        });
    }

    private void tick(long nowNanos) {
        var over = nodes.values().stream()
                .filter(node -> node.isLostLongerThan(GRACE_NANOS, nowNanos))
                .map(Node::name)
                .toList();
        over.forEach(name -> remove(name, "gone: did not come back in time"));
        admitWaiting(nowNanos);
    }

    private void remove(NodeId name, String why) {
        var node = nodes.remove(name);
        addresses.release(node.placed().address());
        tellAll(new Gone(name));
        actions.add(new Note(name, why));
    }

    /** In the order in which they came; of two for one name the first gets it. */
    private void admitWaiting(long nowNanos) {
        for (var one : nowNanos - openNanos < 0 ? List.<Waiting>of() : List.copyOf(waiting)) {
            var name = one.join().name().orElseGet(this::freeName);
            var holder = Optional.ofNullable(nodes.get(name));
            if (holder.isEmpty()) {
                waiting.remove(one);
                admit(one.connection(), name, one.join());
            } else if (!holder.get().isLost()) {
                waiting.remove(one);
                refuse(
                        one.connection(),
                        "name '%s' is taken by the node at %s, which has come back; choose another with --name"
                                .formatted(name, holder.get().placed().address()));
            }
        }
    }

    private void tellAll(OverlayMessage message) {
        linked.keySet().forEach(connection -> actions.add(new Send(connection, message)));
    }

    private NodeId freeName() {
        NodeId name;
        do {
            name = new NodeId("node-" + ++lastNumber);
        } while (nodes.containsKey(name));
        return name;
    }
}
