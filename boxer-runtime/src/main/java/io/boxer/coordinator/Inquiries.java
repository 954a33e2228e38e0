// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.coordinator.MembershipAction.Send;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Told;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Questions of people that supervisors have not answered yet. Confined to the coordinator's loop. */
final class Inquiries {
    /** More are not kept: of a supervisor that does not answer, the oldest question goes. */
    private static final int MOST = 1000;

    private record Asked(long connection, long question) {}

    private final Map<Long, Asked> open = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Asked> eldest) {
            return size() > MOST;
        }
    };
    private long lastNumber;

    /** The question as the supervisor is to hear it. */
    Send ask(long from, Ask ask, long supervisor) {
        open.put(++lastNumber, new Asked(from, ask.question()));
        return new Send(supervisor, new Ask(lastNumber, ask.of(), ask.to(), ask.measured()));
    }

    /** The answer for the one who asked; nothing if nobody waits for it. */
    Optional<Send> answered(Told told) {
        return Optional.ofNullable(open.remove(told.question()))
                .map(asked -> new Send(asked.connection(), new Told(asked.question(), told.facts())));
    }

    void disconnected(long connection) {
        open.values().removeIf(asked -> asked.connection() == connection);
    }
}
