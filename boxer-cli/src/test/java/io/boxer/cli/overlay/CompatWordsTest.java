// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.compat.Observations;
import io.boxer.compat.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompatWordsTest {
    private static final Observations SEEN = Observations.parse(List.of(
            "boxer-observations\t1",
            "name\tprog",
            "path\t/usr/bin/prog",
            "kind\ta program that uses the C library",
            "fits\tpreload",
            "setuid\tno",
            "front-end\tpreload",
            "observed\tyes",
            "code\t3",
            "call\tconnect\t2",
            "call\tbind\t0",
            "call\tnames\t1",
            "found\tpast-library\t4\tconnect\t/usr/bin/prog",
            "found\tpast-library\t1\tbind\t/usr/bin/prog",
            "found\tipv6-only-listener\t1\t"));

    @Test
    void aPersonReadsAVerdictAndWhatFollows() {
        List<String> lines = CompatWords.lines(SEEN, Verdict.of(SEEN));

        assertThat(lines)
                .containsExactly(
                        "boxer compat: prog, a program that uses the C library (/usr/bin/prog), ended with 3",
                        "  front end   preload",
                        "  through us  connect 2, names 1",
                        "  past us     calls that the program makes itself, past the C library: connect in /usr/bin/prog, 4"
                                + " times",
                        "              calls that the program makes itself, past the C library: bind in /usr/bin/prog",
                        "                --front-end seccomp sees them",
                        "  to know     an IPv6-only listener, which hears nobody in an overlay",
                        "                let it listen on IPv4, or on IPv6 without IPV6_V6ONLY, as well",
                        "  verdict     needs the seccomp front end: the preload library does not see all that it does",
                        "  what helps  boxer run --front-end seccomp -- prog …");
    }

    @Test
    void aScriptReadsTheSame() {
        Map<String, Object> fields = CompatWords.json(SEEN, Verdict.of(SEEN));

        assertThat(fields)
                .containsEntry("program", "prog")
                .containsEntry("frontEnd", "preload")
                .containsEntry("exitCode", 3)
                .containsEntry("calls", Map.of("connect", 2L, "bind", 0L, "names", 1L));
        assertThat(fields.get("verdict"))
                .isEqualTo(Map.of(
                        "word",
                        "other-front-end",
                        "line",
                        "needs the seccomp front end: the preload library does not see all that it does",
                        "frontEnd",
                        "seccomp",
                        "wayOut",
                        List.of("boxer run --front-end seccomp -- prog …")));
    }
}
