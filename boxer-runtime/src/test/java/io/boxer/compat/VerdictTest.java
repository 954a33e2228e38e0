// SPDX-License-Identifier: Apache-2.0
package io.boxer.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.compat.Verdict.Word;
import io.boxer.shim.FrontEnd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final String[] OF_THE_LIBRARY = {
        "name\tprog",
        "path\t/usr/bin/prog",
        "kind\ta program that uses the C library",
        "fits\tpreload",
        "setuid\tno",
        "front-end\tpreload",
        "observed\tyes",
        "code\t0",
        "call\tconnect\t3"
    };

    /** The lines above, those that begin with the same word replaced. */
    private static Observations seen(String... changed) {
        List<String> lines = new ArrayList<>(List.of("boxer-observations\t1"));
        Arrays.stream(OF_THE_LIBRARY)
                .filter(line ->
                        Stream.of(changed).noneMatch(other -> other.split("\t", 2)[0].equals(line.split("\t", 2)[0])))
                .forEach(lines::add);
        lines.addAll(List.of(changed));
        return Observations.parse(lines);
    }

    @Test
    void whatWentThroughTheLibraryFits() {
        Verdict verdict = Verdict.of(seen());

        assertThat(verdict.word()).isEqualTo(Word.FITS);
        assertThat(verdict.line()).isEqualTo("fits: all that it did is supported with the preload front end");
        assertThat(verdict.wayOut()).containsExactly("boxer run -- prog …");
    }

    @Test
    void callsPastTheLibraryNeedSeccomp() {
        Observations seen =
                seen("found\tpast-library\t2\tconnect\t/usr/bin/prog", "found\tipv6-only-listener\t1\tport 80");

        Verdict verdict = Verdict.of(seen);

        assertThat(verdict.word()).isEqualTo(Word.OTHER_FRONT_END);
        assertThat(verdict.line())
                .isEqualTo("needs the seccomp front end: the preload library does not see all that it does");
        assertThat(verdict.wayOut()).containsExactly("boxer run --front-end seccomp -- prog …");
        assertThat(seen.bypasses()).containsExactly(new Found(Finding.PAST_LIBRARY, 2, "connect in /usr/bin/prog"));
        assertThat(seen.limits()).containsExactly(new Found(Finding.IPV6_ONLY_LISTENER, 1, "port 80"));
    }

    @Test
    void ringsThatAreInUseNeedSeccompAndThoseRefusedDoNot() {
        assertThat(Verdict.of(seen("found\tio-uring\t1\tin use")).word()).isEqualTo(Word.OTHER_FRONT_END);
        assertThat(Verdict.of(seen("found\tio-uring\t1\trefused")).word()).isEqualTo(Word.FITS);
    }

    @Test
    void underSeccompNothingGoesPastUs() {
        Observations seen = seen(
                "fits\tseccomp",
                "front-end\tseccomp",
                "found\twithout-library\t2\tconnect\t/bin/prog",
                "call\tconnect\t2");

        assertThat(seen.bypasses()).isEmpty();
        assertThat(seen.limits()).isEmpty();
        assertThat(Verdict.of(seen).line()).isEqualTo("fits: all that it did is supported with the seccomp front end");
        assertThat(Verdict.of(seen).wayOut()).containsExactly("boxer run -- prog …");
    }

    @Test
    void whatIsNotSupportedIsALimitAndWhatIsToBeKnownIsNot() {
        Verdict datagrams = Verdict.of(seen("found\tdatagrams-to-node\t1\tsent"));

        assertThat(datagrams.word()).isEqualTo(Word.LIMITS);
        assertThat(datagrams.line())
                .isEqualTo("runs with the preload front end, but not all that it does is supported");
        assertThat(Verdict.of(seen("found\tdatagram-listener\t1\tport 53")).word())
                .isEqualTo(Word.FITS);
    }

    @Test
    void aStaticChildMattersOnlyIfItUsesTheNetwork() {
        String child = "found\tchild-static\t1\t/sbin/ldconfig: a static program";

        assertThat(Verdict.of(seen(child)).word()).isEqualTo(Word.FITS);
        assertThat(Verdict.of(seen(child, "found\twithout-library\t1\tconnect\t/sbin/ldconfig"))
                        .word())
                .isEqualTo(Word.OTHER_FRONT_END);
    }

    @Test
    void aProgramThatDidNothingIsNotJudged() {
        Verdict verdict = Verdict.of(seen("call\tconnect\t0", "call\texec\t4", "found\tchild-static\t1\t/bin/x"));

        assertThat(verdict.word()).isEqualTo(Word.UNKNOWN);
        assertThat(verdict.line())
                .isEqualTo(
                        "it made no call that concerns us: nothing speaks against the preload front end, nor for it");
    }

    @Test
    void whereCallsCannotBeSeenTheExecutableIsJudgedAlone() {
        Verdict verdict = Verdict.of(seen("observed\tno", "refused\tseccomp()\tOperation not permitted"));

        assertThat(verdict.word()).isEqualTo(Word.UNKNOWN);
        assertThat(verdict.line())
                .isEqualTo("preload fits by a look at the executable; its calls were not seen, for this machine refuses"
                        + " seccomp(): Operation not permitted");
    }

    @Test
    void whereSeccompIsForbiddenAProgramInGoHasTheProxy() {
        Verdict verdict = Verdict.of(seen(
                "kind\ta program in Go",
                "fits\tseccomp",
                "front-end\tproxy",
                "observed\tno",
                "refused\tseccomp()\tOperation not permitted"));

        assertThat(verdict.word()).isEqualTo(Word.LIMITS);
        assertThat(verdict.line())
                .isEqualTo(
                        "runs behind the loopback proxy only: a program in Go needs the seccomp front end, and this machine"
                                + " refuses seccomp(): Operation not permitted");
        assertThat(verdict.frontEnd()).contains(FrontEnd.PROXY);
    }

    @Test
    void whatDidNotRunSaysWhy() {
        Verdict setuid = Verdict.of(seen("front-end\tnone", "observed\tno", "setuid\tyes", "code\t126"));
        Verdict absent = Verdict.of(
                seen("fits\tnone", "kind\tNo such file or directory", "front-end\tnone", "observed\tno", "code\t127"));

        assertThat(setuid.word()).isEqualTo(Word.NO);
        assertThat(setuid.line())
                .isEqualTo("/usr/bin/prog is setuid or setgid, and such a program takes no preload library");
        assertThat(setuid.wayOut()).contains("or run it without these rights: boxer run --front-end seccomp -- prog …");
        assertThat(absent.line()).isEqualTo("cannot be run: No such file or directory");
        assertThat(absent.frontEnd()).isEmpty();
        assertThat(absent.word().text()).isEqualTo("no");
    }

    @Test
    void aNodeThatCouldNotJoinIsNoVerdict() {
        Verdict verdict = Verdict.of(seen("front-end\tnone", "observed\tno", "code\t2"));

        assertThat(verdict.word()).isEqualTo(Word.UNKNOWN);
        assertThat(verdict.frontEnd()).contains(FrontEnd.PRELOAD);
    }

    @Test
    void whatIsNotOfBoxerInitIsRefused() {
        assertThatThrownBy(() -> Observations.parse(List.of("hello")))
                .isInstanceOf(BoxerException.class)
                .hasMessage("'hello' is no line of boxer-init's; boxer compat -- PROGRAM starts it");
        assertThatThrownBy(() -> Observations.parse(List.of("boxer-observations\t9")))
                .hasMessage(
                        "boxer-init says version 9 and this reads version 1; build both anew, boxer compat -- PROGRAM"
                                + " starts them");
        assertThatThrownBy(() -> seen("found\tsomething-new\t1\t"))
                .hasMessage("boxer-init found 'something-new', which is not known here; it is of another version, build"
                        + " both anew");
    }
}
