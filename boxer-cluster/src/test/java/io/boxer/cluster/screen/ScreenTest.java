// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.cluster.status.StoreStatus;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final long MIB = 1 << 20;
    private static final Terminal WIDE = new Terminal(true, 200, true, false);

    private final StringWriter out = new StringWriter();

    @Test
    void linesAreDrawnOverTheOnesBefore() {
        Screen screen = new Screen(new PrintWriter(out), WIDE);

        screen.draw(List.of("a", "b"));
        screen.draw(List.of("c"));

        assertThat(out.toString()).isEqualTo("a\nb\n\u001b[2A\u001b[Jc\n");
    }

    @Test
    void aLineThatStaysGoesAboveThem() {
        Screen screen = new Screen(new PrintWriter(out), WIDE);

        screen.draw(List.of("q64 running"));
        screen.say("q95 verified");

        assertThat(out.toString()).isEqualTo("q64 running\n\u001b[1A\u001b[Jq95 verified\nq64 running\n");
    }

    @Test
    void withoutATerminalOnlyLinesThatStayArePrintedInAscii() {
        Screen screen = new Screen(new PrintWriter(out), Terminal.none(Map.of("LANG", "C")));

        screen.draw(List.of("q64 running"));
        screen.say("✓ data · cached");

        assertThat(out.toString()).isEqualTo("ok data - cached\n");
    }

    @Test
    void noColorAndADumbTerminalAreObeyed() {
        assertThat(Terminal.of(80, Map.of("TERM", "xterm", "NO_COLOR", "1")).colour())
                .isFalse();
        assertThat(Terminal.of(80, Map.of("TERM", "xterm", "LANG", "de_DE.UTF-8")))
                .isEqualTo(new Terminal(true, 80, true, true));
        assertThat(Terminal.of(80, Map.of("TERM", "dumb")).live()).isFalse();
    }

    @Test
    void aDrainSaysWhatIsMovedAndHowLongIsLeft() {
        StoreStatus status = status(node("spot-1", "ACTIVE", 310, -1), node("spot-3", "DRAINING", 56, 14_500));

        assertThat(NodeWords.lines(status, WIDE))
                .containsExactly(
                        " spot-1 ▇▇▁▁ 310.0 MiB  spot-3 notice, 14 s left, 61 % moved (88.0 MiB of 144.0 MiB)");
    }

    @Test
    void manyNodesTakeSeveralLinesAndGoneOnesNone() {
        StoreStatus status =
                status(node("spot-1", "ACTIVE", 1, -1), node("spot-2", "GONE", 0, -1), node("spot-4", "ACTIVE", 1, -1));

        assertThat(NodeWords.lines(status, new Terminal(true, 40, false, false)))
                .containsExactly(" spot-1 ##__ 1.0 MiB", " spot-4 ##__ 1.0 MiB");
    }

    @Test
    void aTableInAPipeIsNotCutOffAtTheWidthOfNoTerminal() {
        StoreStatus status = status(node("spot-3", "DRAINING", 56, 14_500));

        assertThat(StatusTable.lines(status, Terminal.none(Map.of())).get(2))
                .endsWith("notice: 88.0 MiB of 144.0 MiB moved, 0 B lost");
        assertThat(StatusTable.lines(status, new Terminal(true, 90, true, true)).get(2))
                .hasSizeLessThan(90);
    }

    private static Node node(String name, String state, long mebibytes, long deadline) {
        return new Node(
                name, "127.0.0.1:1", "a1", "spot:a:b", state, 10, 5, 0, 0, mebibytes, mebibytes * MIB, deadline);
    }

    private static StoreStatus status(Node... nodes) {
        Drain drain = new Drain(
                "n1",
                "spot-3",
                "notice",
                20,
                144 * MIB,
                151,
                88 * MIB,
                90,
                0,
                0,
                0,
                "RUNNING",
                Map.of("spot-1", 88 * MIB));
        return new StoreStatus("c", 1 << 20, 1, 0, 0, 0, 0, 0, 0, 0, List.of(nodes), List.of(drain));
    }
}
