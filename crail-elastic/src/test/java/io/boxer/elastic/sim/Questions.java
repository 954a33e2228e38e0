// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the namenode until there is an answer, with the same request each time, as {@code NamenodeClient} does. */
final class Questions {
    private final SimClient client;

    Questions(SimClient client) {
        this.client = client;
    }

    /** @param then gets nothing at the deadline */
    void ask(ClientRequest request, Consumer<Optional<ClientReply>> then) {
        attempt(request, client.clock.nanos() + World.DEADLINE_NANOS, 1, then);
    }

    private void attempt(
            ClientRequest request, long deadlineNanos, long pauseMillis, Consumer<Optional<ClientReply>> then) {
        long left = deadlineNanos - client.clock.nanos();
        if (left <= 0) {
            then.accept(Optional.empty());
            return;
        }
        long silence = Math.min(left, World.SILENCE_NANOS);
        client.asker.ask(client.world.namenode().address, request, silence, reply -> {
            if (reply.isPresent()) {
                if (pauseMillis > 1) {
                    client.world.marks.hit(Marks.Mark.REPEATED_REQUEST_ANSWERED_AGAIN);
                }
                then.accept(Optional.of((ClientReply) reply.get()));
            } else {
                client.after(
                        pauseMillis * 1_000_000,
                        () -> attempt(request, deadlineNanos, Math.min(50, pauseMillis * 2), then));
            }
        });
    }
}
