// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the namenode may say, and when. */
final class LogChecks {
    private LogChecks() {}

    /** T1. And what one namenode knew to be durable, the next one finds in its log. */
    static List<String> saidBeforeDurable(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, Long> durable = new HashMap<>();
        Map<String, Map<Long, String>> logs = new HashMap<>();
        for (Event event : trace) {
            if (event.is("nn.record")) {
                logs.computeIfAbsent(event.process(), key -> new HashMap<>())
                        .put(
                                event.number("lsn"),
                                event.text("kind") + event.fields().get("b"));
                if (event.flag("recovered")) {
                    checkSurvived(event, durable, logs, wrong);
                }
            } else if (event.is("nn.durable")) {
                durable.put(event.process(), event.number("lsn"));
            } else if ((event.is("nn.send") || event.is("nn.answer"))
                    && event.number("lsn") > durable.getOrDefault(event.process(), 0L)) {
                wrong.add("%s, durable is %d".formatted(event, durable.getOrDefault(event.process(), 0L)));
            }
        }
        return wrong;
    }

    private static void checkSurvived(
            Event recovered, Map<String, Long> durable, Map<String, Map<Long, String>> logs, List<String> wrong) {
        long lsn = recovered.number("lsn");
        durable.forEach((process, upTo) -> {
            String now = recovered.text("kind") + recovered.fields().get("b");
            String then = logs.getOrDefault(process, Map.of()).getOrDefault(lsn, now);
            if (lsn <= upTo && !then.equals(now)) {
                wrong.add("%s, but %s had made %s durable there".formatted(recovered, process, then));
            }
        });
    }

    /** T2. */
    static List<String> recordsOutOfOrder(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, Placements> logs = new HashMap<>();
        for (Event event : trace) {
            if (event.is("nn.record")) {
                wrong.addAll(logs.computeIfAbsent(event.process(), key -> new Placements())
                        .apply(event));
            }
        }
        return wrong;
    }

    /** T9. */
    static List<String> namedBeforePublished(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, Placements> logs = new HashMap<>();
        Map<String, List<Event>> notDurable = new HashMap<>();
        for (Event event : trace) {
            Placements durable = logs.computeIfAbsent(event.process(), key -> new Placements());
            List<Event> waiting = notDurable.computeIfAbsent(event.process(), key -> new ArrayList<>());
            if (event.is("nn.record")) {
                waiting.add(event);
            } else if (event.is("nn.durable")) {
                waiting.stream()
                        .filter(record -> record.number("lsn") <= event.number("lsn"))
                        .forEach(durable::apply);
                waiting.removeIf(record -> record.number("lsn") <= event.number("lsn"));
            } else if (event.is("nn.answer", "AT") && !isPublished(durable, event, event.text("node"))) {
                wrong.add("%s is not published".formatted(event));
            } else if (event.is("nn.send")
                    && event.text("message").equals("MOVED")
                    && !isPublished(durable, event, event.text("place"))) {
                wrong.add("%s is not published".formatted(event));
            }
        }
        return wrong;
    }

    private static boolean isPublished(Placements durable, Event named, String node) {
        return durable.find(named.number("b"))
                .filter(placed -> node.equals(placed.published.get((int) named.number("g"))))
                .isPresent();
    }
}
