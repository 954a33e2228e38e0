// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.screen.Bar;
import io.boxer.cluster.screen.NodeWords;
import io.boxer.cluster.screen.Screen;
import io.boxer.cluster.screen.Terminal;
import io.boxer.cluster.screen.Terminal.Colour;
import io.boxer.cluster.status.StoreStatus;
import io.boxer.tpcds.data.Progress;
import io.boxer.tpcds.report.RunReport.QueryRow;
import io.boxer.tpcds.run.QueryLog.Current;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person sees of a run: lines that stay for each step and query, live ones below. Thread-safe as its screen is. */
final class Display implements Progress {
    private static final int BAR = 22;

    private final Screen screen;

    Display(Screen screen) {
        this.screen = screen;
    }

    void step(String name, String text) {
        screen.say(screen.terminal().paint(Colour.GOOD, "✓") + " %-14s %s".formatted(name, text));
    }

    void query(QueryRow row, int number, int of) {
        String verdict = row.verified()
                ? "verified, %s, %d rows".formatted(row.rule(), row.rows())
                : screen.terminal().paint(Colour.BAD, "WRONG: " + row.error());
        screen.say(
                String.format(Locale.ROOT, "%3d/%d %-5s %7.1f s  %s", number, of, row.name(), row.seconds(), verdict));
    }

    @Override
    public void at(String step, long done, long total) {
        draw(List.of(" %-18s %s  %d of %d"
                .formatted(step, Bar.of((double) done / Math.max(1, total), BAR, screen.terminal()), done, total)));
    }

    @Override
    public void note(String line) {
        screen.say("  " + line);
    }

    /** A live line for what takes some seconds and cannot say how far it is. */
    void now(String what) {
        draw(List.of(" " + what));
    }

    /** Replaces the live lines. */
    void live(Optional<Current> current, Optional<StoreStatus> store) {
        List<String> lines = new ArrayList<>();
        current.ifPresent(query -> lines.add(line(query, screen.terminal())));
        store.ifPresent(status -> lines.addAll(NodeWords.lines(status, screen.terminal())));
        draw(lines);
    }

    private static String line(Current query, Terminal terminal) {
        double share = (query.number() - 1 + query.share()) / query.of();
        String left =
                query.left().map(time -> ", about " + clock(time) + " left").orElse("");
        return " %-5s %s  %d of %d   %s%s"
                .formatted(
                        query.name(),
                        Bar.of(share, BAR, terminal),
                        query.number(),
                        query.of(),
                        clock(query.elapsed()),
                        left);
    }

    private void draw(List<String> lines) {
        screen.draw(lines);
    }

    void clear() {
        screen.clear();
    }

    private static String clock(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
