// SPDX-License-Identifier: Apache-2.0
package io.boxer.compat;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.BoxerException;
import io.boxer.shim.FrontEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What boxer-init has seen of a program; report.c has the format. Immutable.
 *
 * @param name as it was asked for
 * @param path where it is, the last of its interpreters if it is a script; empty: nowhere
 * @param kind what it is, in words; why it cannot be run, if {@code fits} is empty
 * @param fits the front end for it by a look at the executable; empty: it cannot be run
 * @param gainsRights whether it is setuid or setgid
 * @param frontEnd with which it ran; empty: it did not
 * @param observed whether its calls were seen
 * @param refused what this machine refuses, of that which we would have needed
 * @param code its exit code, or ours if it did not run
 * @param calls how often each was made through us, by name, those of no call too
 */
public record Observations(
        String name,
        String path,
        String kind,
        Optional<FrontEnd> fits,
        boolean gainsRights,
        Optional<FrontEnd> frontEnd,
        boolean observed,
        Optional<String> refused,
        int code,
        Map<String, Long> calls,
        List<Found> found) {
    private static final String VERSION = "1";

    public Observations {
        calls = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(calls));
        found = List.copyOf(found);
    }

    /** @throws BoxerException USER if these are none, or of another version of boxer-init */
    public static Observations parse(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Long> calls = new LinkedHashMap<>();
        List<Found> found = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\t", 4);
            int least = fields[0].equals("call") || fields[0].equals("found") ? 3 : 2;
            require(fields.length >= least, "'%s' is no line of boxer-init's; boxer compat -- PROGRAM starts it", line);
            switch (fields[0]) {
                case "call" -> calls.put(fields[1], Long.parseLong(fields[2]));
                case "found" ->
                    found.add(new Found(
                            Finding.of(fields[1]),
                            Long.parseLong(fields[2]),
                            fields.length < 4 ? "" : fields[3].replace("\t", " in ")));
                default -> values.put(fields[0], fields[1] + (fields.length < 3 ? "" : ": " + fields[2]));
            }
        }
        require(
                VERSION.equals(values.get("boxer-observations")),
                "boxer-init says version %s and this reads version %s; build both anew, boxer compat -- PROGRAM starts them",
                values.getOrDefault("boxer-observations", "nothing"),
                VERSION);
        return new Observations(
                value(values, "name"),
                value(values, "path"),
                value(values, "kind"),
                frontEnd(value(values, "fits")),
                value(values, "setuid").equals("yes"),
                frontEnd(value(values, "front-end")),
                value(values, "observed").equals("yes"),
                Optional.ofNullable(values.get("refused")),
                Integer.parseInt(value(values, "code")),
                calls,
                found);
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw BoxerException.user("boxer-init did not say '%s'; it is of another version, build both anew", key);
        }
        return value;
    }

    private static Optional<FrontEnd> frontEnd(String word) {
        return word.equals("none") ? Optional.empty() : Optional.of(FrontEnd.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    /** Whether it used the network at all, as far as was seen. */
    boolean usedNetwork() {
        return calls.entrySet().stream()
                        .anyMatch(call ->
                                !call.getKey().equals("exec") && !call.getKey().equals("host") && call.getValue() > 0)
                || found.stream().anyMatch(one -> one.what().isOfNetwork());
    }

    /** Those that matter for how it ran: what went past the library is served by the seccomp front end. */
    public List<Found> bypasses() {
        return frontEnd.filter(FrontEnd.PRELOAD::equals).isPresent()
                ? found.stream().filter(Found::isBypass).toList()
                : List.of();
    }

    /** What is not supported, or is to be known. */
    public List<Found> limits() {
        return found.stream()
                .filter(one -> one.what().weight() != Weight.BYPASS)
                .filter(one -> !one.isBypass())
                .toList();
    }
}
