// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * T11: each range of a block that is written and read as one is a register. Its versions are its writes in the order of their
 * beginning, told apart by their CRC; absent is version 0.
 */
final class RegisterCheck {
    /** From its beginning to its end, if it has one. */
    private record Operation(Event invoke, @Nullable Event ended) {
        boolean isWrite() {
            return invoke.text("kind").equals("WRITE");
        }

        boolean isOk() {
            return ended != null && ended.text("result").equals("OK");
        }

        /** A node with the right to say so said that these bytes do not exist. */
        boolean foundNothing() {
            return ended != null && ended.text("error").equals("EOFException");
        }

        /** Of one that is over. */
        Event end() {
            return Objects.requireNonNull(ended);
        }
    }

    private RegisterCheck() {}

    static List<String> wrongReads(List<Event> trace) {
        Map<String, List<Operation>> registers = new LinkedHashMap<>();
        Map<String, Event> returns = new HashMap<>();
        trace.stream()
                .filter(event -> event.is("cl.return"))
                .forEach(event -> returns.put(ClientChecks.key(event), event));
        trace.stream()
                .filter(event -> event.is("cl.invoke"))
                .forEach(event -> registers
                        .computeIfAbsent(
                                event.text("b") + " " + event.text("offset") + " " + event.text("length"),
                                key -> new ArrayList<>())
                        .add(new Operation(event, returns.get(ClientChecks.key(event)))));
        List<String> wrong = new ArrayList<>();
        registers.values().forEach(operations -> check(operations, wrong));
        return wrong;
    }

    private static void check(List<Operation> operations, List<String> wrong) {
        List<Operation> writes = operations.stream().filter(Operation::isWrite).toList();
        Map<Operation, Integer> seen = new LinkedHashMap<>();
        List<Operation> reads = operations.stream()
                .filter(each -> !each.isWrite() && (each.isOk() || each.foundNothing()))
                .sorted((one, other) ->
                        Long.compare(one.end().nanos(), other.end().nanos()))
                .toList();
        for (Operation read : reads) {
            int least = 0;
            for (int i = 0; i < writes.size(); i++) {
                Operation write = writes.get(i);
                if (write.isOk() && write.end().nanos() < read.invoke().nanos()) {
                    least = i + 1;
                }
            }
            for (Map.Entry<Operation, Integer> earlier : seen.entrySet()) {
                if (earlier.getKey().end().nanos() < read.invoke().nanos()) {
                    least = Math.max(least, earlier.getValue());
                }
            }
            int version = version(read, writes);
            if (version < least) {
                wrong.add("%s of %s: version %d, at least %d was due"
                        .formatted(read.end(), read.invoke(), version, least));
            }
            seen.put(read, version);
        }
    }

    /** @return the highest version with these bytes that had begun by then; -1 if nobody wrote them */
    private static int version(Operation read, List<Operation> writes) {
        if (read.foundNothing()) {
            return 0;
        }
        for (int i = writes.size() - 1; i >= 0; i--) {
            Event write = writes.get(i).invoke();
            if (write.nanos() < read.end().nanos()
                    && write.text("crc").equals(read.end().text("crc"))) {
                return i + 1;
            }
        }
        return -1;
    }
}
