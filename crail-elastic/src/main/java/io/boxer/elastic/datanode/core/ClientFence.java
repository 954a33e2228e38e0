// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.elastic.rpc.DataRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest connection of each client. A client opens another one only when it has given up the one before; what that one
 * may still bring must have no effect once the retry was heard, or an old write could land on top of a newer one.
 *
 * <p>Epochs of clients that are gone are remembered for a while: a HELLO may be late too. Confined to the thread of its port.
 *
 * @param <C> a connection
 */
public final class ClientFence<C> {
    static final int MOST_GONE = 10_000;

    private final Map<Long, Seat<C>> open = new HashMap<>();
    private final Map<C, Long> clients = new HashMap<>();
    private final Map<Long, Integer> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > MOST_GONE;
        }
    };

    private record Seat<C>(C connection, int epoch) {}

    /**
     * A client says HELLO.
     *
     * @return the connection to cut off before anything else is done: the client's older one; or this one, if a newer one was
     *     here before
     */
    public Optional<C> hello(C connection, DataRequest.Hello hello) {
        Optional<Seat<C>> seat = Optional.ofNullable(open.get(hello.clientId()));
        int newest = seat.map(Seat::epoch).orElse(gone.getOrDefault(hello.clientId(), Integer.MIN_VALUE));
        boolean again = seat.isPresent() && seat.get().connection().equals(connection);
        if (hello.connectionEpoch() <= newest) {
            return again && hello.connectionEpoch() == newest ? Optional.empty() : Optional.of(connection);
        }
        closed(connection);
        seat.ifPresent(older -> clients.remove(older.connection()));
        gone.remove(hello.clientId());
        open.put(hello.clientId(), new Seat<>(connection, hello.connectionEpoch()));
        clients.put(connection, hello.clientId());
        return again ? Optional.empty() : seat.map(Seat::connection);
    }

    /** It is no more; one that was cut off may be named too. */
    public void closed(C connection) {
        Long client = clients.remove(connection);
        if (client != null) {
            Seat<C> left = open.remove(client);
            if (left != null) {
                gone.put(client, left.epoch());
            }
        }
    }
}
