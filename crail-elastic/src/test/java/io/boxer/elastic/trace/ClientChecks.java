// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a client goes about one operation. */
final class ClientChecks {
    /** D and a second. */
    static final long LONGEST_NANOS = 16_000_000_000L;

    private ClientChecks() {}

    static String key(Event event) {
        return event.process() + " " + event.text("op");
    }

    /** T12: an attempt is closed, or wholly answered, before the next one, and before the buffer is the caller's. */
    static List<String> attemptsBesideEachOther(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Set<String> open = new HashSet<>();
        for (Event event : trace) {
            if (event.is("cl.attempt") && !open.add(key(event))) {
                wrong.add("%s: the attempt before it is not closed".formatted(event));
            } else if (event.is("cl.closed")) {
                open.remove(key(event));
                if (event.flag("open") && !event.text("reason").equals("ANSWERED")) {
                    wrong.add("%s: its connection is open".formatted(event));
                }
            } else if (event.is("cl.return") && open.contains(key(event))) {
                wrong.add("%s: its last attempt is not closed".formatted(event));
            }
        }
        return wrong;
    }

    /** T13. */
    static List<String> lateReturns(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, Event> open = new HashMap<>();
        for (Event event : trace) {
            if (event.is("cl.invoke")) {
                open.put(key(event), event);
            } else if (event.is("cl.return")) {
                Event invoke = open.remove(key(event));
                if (invoke == null || event.nanos() - invoke.nanos() > LONGEST_NANOS) {
                    wrong.add("%s of %s".formatted(event, invoke));
                }
            }
        }
        open.values().forEach(event -> wrong.add("%s did not return".formatted(event)));
        return wrong;
    }
}
