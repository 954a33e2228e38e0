// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.overlay.Ticket;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The ends that wait for their other end, and how many connections stand. Confined to the relay's loop.
 */
final class Sessions {
    /** An end whose other end does not come is let go. */
    private static final int WAIT_SECONDS = 10;

    private record Waiting(Ticket.End end, Channel channel) {}

    private final int most;
    private final Map<Long, Waiting> waiting = new HashMap<>();
    private final SpentSessions spent = new SpentSessions();
    private long joined;
    private long standing;
    private long refused;

    Sessions(int most) {
        this.most = most;
    }

    /**
     * An end has come with a good ticket.
     *
     * @return the end that waited for it
     */
    Optional<Channel> arrive(Ticket ticket, Channel channel) {
        var other = Optional.ofNullable(waiting.get(ticket.session()));
        boolean copied = spent.contains(ticket.session(), System.nanoTime());
        if (other.isEmpty() && !copied && waiting.size() + standing < most) {
            await(ticket, channel);
            return Optional.empty();
        }
        if (other.isEmpty() || other.get().end() == ticket.end()) {
            refuse(channel); // full, or a ticket that is used twice
            return Optional.empty();
        }
        waiting.remove(ticket.session());
        spent.add(ticket.session(), System.nanoTime());
        joined++;
        standing++;
        channel.closeFuture().addListener(closed -> standing--);
        return other.map(Waiting::channel);
    }

    private void await(Ticket ticket, Channel channel) {
        var mine = new Waiting(ticket.end(), channel);
        waiting.put(ticket.session(), mine);
        var limit = channel.eventLoop()
                .schedule(
                        () -> {
                            if (mine.equals(waiting.get(ticket.session()))) {
                                channel.close();
                            }
                        },
                        WAIT_SECONDS,
                        TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> {
            limit.cancel(false);
            if (waiting.remove(ticket.session(), mine)) {
                spent.add(ticket.session(), System.nanoTime());
            }
        });
    }

    void refuse(Channel channel) {
        refused++;
        channel.close();
    }

    long waiting() {
        return waiting.size();
    }

    long standing() {
        return standing;
    }

    long joined() {
        return joined;
    }

    long refused() {
        return refused;
    }
}
