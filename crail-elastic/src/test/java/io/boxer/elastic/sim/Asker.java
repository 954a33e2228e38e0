// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks one question at a time per connection; a connection whose answer did not come is closed, not used again (rule R12). */
final class Asker {
    private final SimProcess process;
    private final Map<HostPort, Deque<Call>> idle = new LinkedHashMap<>();
    private final Map<NodeRef, Deque<Lane>> idleLanes = new LinkedHashMap<>();

    Asker(SimProcess process) {
        this.process = process;
    }

    /** @param then gets the answer; nothing if the connection failed or the other side was silent for too long */
    void ask(HostPort to, Message request, long silenceNanos, Consumer<Optional<Message>> then) {
        Deque<Call> free = idle.computeIfAbsent(to, key -> new ArrayDeque<>());
        while (!free.isEmpty() && free.element().end.isClosed()) {
            free.remove();
        }
        Call call = free.isEmpty() ? new Call(to) : free.remove();
        call.ask(request, silenceNanos, then);
    }

    void forgetAll() {
        idle.clear();
        idleLanes.clear();
    }

    /** A way to one node for one operation at a time; to the node it is one client, whichever connection it uses. */
    Lane lane(NodeRef node) {
        Deque<Lane> free = idleLanes.computeIfAbsent(node, key -> new ArrayDeque<>());
        return free.isEmpty() ? new Lane(node, process.world.freshClient()) : free.remove();
    }

    /** As {@code io.boxer.elastic.tier.Lane}: a connection that failed is followed by one with a higher epoch. */
    final class Lane {
        private final NodeRef node;
        private final long clientId;
        private int epoch;
        private Optional<Call> call = Optional.empty();
        private Optional<Frame> last = Optional.empty();

        private Lane(NodeRef node, long clientId) {
            this.node = node;
            this.clientId = clientId;
        }

        boolean leadsTo(NodeRef wanted) {
            return node.equals(wanted);
        }

        void ask(Message request, long silenceNanos, Consumer<Optional<Message>> then) {
            if (call.filter(open -> !open.end.isClosed()).isPresent()) {
                last = Optional.of(call.get().ask(request, silenceNanos, then));
                return;
            }
            call.ifPresent(this::strays);
            Call fresh = new Call(node.address());
            call = Optional.of(fresh);
            fresh.pooled = false;
            fresh.ask(new DataRequest.Hello(clientId, ++epoch), silenceNanos, greeted -> {
                if (greeted.isPresent() && greeted.get() instanceof DataReply.HelloOk) {
                    last = Optional.of(fresh.ask(request, silenceNanos, then));
                } else {
                    then.accept(Optional.empty());
                }
            });
        }

        /** What was asked on a connection that failed may still be stuck somewhere on the way. */
        private void strays(Call old) {
            if (old.end.isJoined()) {
                last.ifPresent(request -> process.world.network.maybeStray(old.end.peer(), Network.bytes(request)));
            }
        }

        void release() {
            if (call.filter(open -> !open.end.isClosed()).isPresent()) {
                idleLanes.computeIfAbsent(node, key -> new ArrayDeque<>()).add(this);
            }
        }
    }

    private final class Call implements LinkEnd.Receiver {
        private final HostPort to;
        private final LinkEnd end;
        private boolean open;
        private boolean pooled = true;
        private long asked;
        private Optional<Message> request = Optional.empty();
        private Optional<Consumer<Optional<Message>>> then = Optional.empty();

        Call(HostPort to) {
            this.to = to;
            this.end = process.world.network.connect(process, to, this);
        }

        Frame ask(Message what, long silenceNanos, Consumer<Optional<Message>> who) {
            long id = ++asked;
            request = Optional.of(what);
            then = Optional.of(who);
            if (open) {
                end.send(new Frame(id, what));
            }
            process.after(silenceNanos, () -> {
                if (asked == id && then.isPresent()) {
                    end.close();
                    answer(Optional.empty());
                }
            });
            return new Frame(id, what);
        }

        @Override
        public void opened(LinkEnd ready) {
            open = true;
            request.ifPresent(what -> end.send(new Frame(asked, what)));
        }

        @Override
        public void heard(LinkEnd from, Frame frame) {
            if (frame.requestId() == asked && then.isPresent()) {
                if (pooled) {
                    idle.computeIfAbsent(to, key -> new ArrayDeque<>()).add(this);
                }
                answer(Optional.of(frame.message()));
            }
        }

        @Override
        public void broken(LinkEnd gone) {
            answer(Optional.empty());
        }

        private void answer(Optional<Message> reply) {
            Optional<Consumer<Optional<Message>>> who = then;
            then = Optional.empty();
            request = Optional.empty();
            who.ifPresent(each -> each.accept(reply));
        }
    }
}
