// SPDX-License-Identifier: Apache-2.0
package io.boxer.compat;

import io.boxer.shim.FrontEnd;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a program can be a node, and how. Immutable.
 *
 * @param line in one line
 * @param frontEnd the one that fits; empty: none
 * @param wayOut what to do next, the best first
 */
public record Verdict(Word word, String line, Optional<FrontEnd> frontEnd, List<String> wayOut) {
    /** The verdict in a word. */
    public enum Word {
        /** All that was seen works. */
        FITS,
        /** It runs, and a part of what it does is not supported. */
        LIMITS,
        /** It needs another front end than the one it ran with. */
        OTHER_FRONT_END,
        /** It cannot be a node as it is. */
        NO,
        /** Too little was seen. */
        UNKNOWN;

        /** {@code other-front-end} */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Verdict {
        wayOut = List.copyOf(wayOut);
    }

    /** Judges from what was seen alone. */
    public static Verdict of(Observations seen) {
        if (seen.fits().isEmpty()) {
            return new Verdict(Word.NO, "cannot be run: " + seen.kind(), Optional.empty(), List.of());
        }
        return seen.frontEnd().map(frontEnd -> ofRun(seen, frontEnd)).orElseGet(() -> ofNoRun(seen));
    }

    private static Verdict ofNoRun(Observations seen) {
        if (seen.refused().isPresent()) {
            return new Verdict(
                    Word.NO,
                    "%s needs the seccomp front end, and this machine refuses %s"
                            .formatted(seen.kind(), seen.refused().get()),
                    Optional.empty(),
                    List.of(
                            "a machine or container that allows it (with Docker: --security-opt seccomp=unconfined)",
                            "or a build of the program that uses the C library"));
        }
        if (seen.gainsRights()) {
            return new Verdict(
                    Word.NO,
                    "%s is setuid or setgid, and such a program takes no preload library".formatted(seen.path()),
                    Optional.of(FrontEnd.SECCOMP),
                    List.of(
                            "start boxer as the user that it is to run as",
                            "or run it without these rights: " + run(seen, FrontEnd.SECCOMP)));
        }
        return new Verdict(
                Word.UNKNOWN, "it did not run: why is said above", seen.fits(), List.of("see to that, and try again"));
    }

    private static Verdict ofRun(Observations seen, FrontEnd frontEnd) {
        if (frontEnd == FrontEnd.PROXY) {
            return new Verdict(
                    Word.LIMITS,
                    seen.refused()
                            .map(what -> "runs behind the loopback proxy only: %s needs the seccomp front end, and this"
                                            .formatted(seen.kind())
                                    + " machine refuses " + what)
                            .orElse(
                                    "ran behind the loopback proxy, as it was asked for: none of its calls were looked at"),
                    Optional.of(FrontEnd.PROXY),
                    List.of(
                            "boxer run --front-end proxy --serve PORT -- %s …: it connects through SOCKS5, others reach PORT"
                                    .formatted(seen.name()),
                            "or a machine or container that allows it (with Docker: --security-opt seccomp=unconfined)"));
        }
        if (!seen.observed()) {
            return new Verdict(
                    Word.UNKNOWN,
                    "%s fits by a look at the executable; its calls were not seen%s"
                            .formatted(
                                    word(frontEnd),
                                    seen.refused()
                                            .map(what -> ", for this machine refuses " + what)
                                            .orElse("")),
                    Optional.of(frontEnd),
                    List.of("boxer compat on a machine that allows it sees them", run(seen, frontEnd)));
        }
        long past = seen.bypasses().stream().mapToLong(Found::count).sum();
        if (past > 0) {
            return new Verdict(
                    Word.OTHER_FRONT_END,
                    "needs the seccomp front end: the preload library does not see all that it does",
                    Optional.of(FrontEnd.SECCOMP),
                    List.of(run(seen, FrontEnd.SECCOMP)));
        }
        if (seen.limits().stream().anyMatch(one -> one.what().weight() == Weight.LIMIT)) {
            return new Verdict(
                    Word.LIMITS,
                    "runs with the %s front end, but not all that it does is supported".formatted(word(frontEnd)),
                    Optional.of(frontEnd),
                    List.of(run(seen, frontEnd)));
        }
        if (!seen.usedNetwork()) {
            return new Verdict(
                    Word.UNKNOWN,
                    "it made no call that concerns us: nothing speaks against the %s front end, nor for it"
                            .formatted(word(frontEnd)),
                    Optional.of(frontEnd),
                    List.of("let it do what it is for while boxer compat looks", run(seen, frontEnd)));
        }
        return new Verdict(
                Word.FITS,
                "fits: all that it did is supported with the %s front end".formatted(word(frontEnd)),
                Optional.of(frontEnd),
                List.of(run(seen, frontEnd)));
    }

    private static String word(FrontEnd frontEnd) {
        return frontEnd.name().toLowerCase(Locale.ROOT);
    }

    /** The command line; the front end is named where it is not the one that boxer run takes by itself. */
    private static String run(Observations seen, FrontEnd frontEnd) {
        return "boxer run %s-- %s …"
                .formatted(
                        seen.fits().filter(frontEnd::equals).isPresent() ? "" : "--front-end " + word(frontEnd) + " ",
                        seen.name());
    }
}
