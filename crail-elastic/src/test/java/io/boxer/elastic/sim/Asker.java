// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
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
    }

    private final class Call implements LinkEnd.Receiver {
        private final HostPort to;
        private final LinkEnd end;
        private boolean open;
        private long asked;
        private Optional<Message> request = Optional.empty();
        private Optional<Consumer<Optional<Message>>> then = Optional.empty();

        Call(HostPort to) {
            this.to = to;
            this.end = process.world.network.connect(process, to, this);
        }

        void ask(Message what, long silenceNanos, Consumer<Optional<Message>> who) {
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
        }

        @Override
        public void opened(LinkEnd ready) {
            open = true;
            request.ifPresent(what -> end.send(new Frame(asked, what)));
        }

        @Override
        public void heard(LinkEnd from, Frame frame) {
            if (frame.requestId() == asked && then.isPresent()) {
                idle.computeIfAbsent(to, key -> new ArrayDeque<>()).add(this);
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
