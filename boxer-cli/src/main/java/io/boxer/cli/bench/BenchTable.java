// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.bench;

import io.boxer.benchmarks.Figure;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.benchmarks.Spread;
import io.boxer.cli.Console;
import java.util.List;
import java.util.Locale;

/** Figures as a table for people, one line as soon as it is there. Confined to the main thread. */
final class BenchTable implements Listener {
    private static final String FORM = "%-52s %20s %20s %22s %10s  %s";

    private final Console console;
    private final io.boxer.cluster.screen.Screen screen;

    BenchTable(Console console) {
        this.console = console;
        this.screen = console.screen();
        console.say(FORM, "median (least…most)", "ours", "peer", "ours / peer", "goal", "");
    }

    @Override
    public void measuring(String name) {
        screen.draw(List.of("measuring: " + name));
    }

    @Override
    public void measured(Figure figure) {
        screen.clear();
        console.say(
                FORM,
                figure.name() + ", " + figure.unit(),
                spread(figure.ours()),
                figure.peer().map(peer -> spread(peer.spread())).orElse(""),
                figure.ratio().map(BenchTable::spread).orElse(""),
                figure.goal().text(),
                word(figure));
    }

    private static String word(Figure figure) {
        if (figure.goal().text().isEmpty()) {
            return "";
        }
        return figure.isMet() ? "met" : "MISSED";
    }

    @Override
    public void skipped(Skipped skipped) {
        screen.clear();
        console.say("%-52s skipped: %s", skipped.name(), skipped.why());
    }

    @Override
    public void failed(Skipped broken) {
        screen.clear();
        console.say("%-52s FAILED: %s", broken.name(), broken.why());
    }

    /** Says which goals were missed. */
    static void verdict(Console console, List<Figure> figures) {
        List<Figure> missed = figures.stream().filter(figure -> !figure.isMet()).toList();
        missed.forEach(figure -> console.say(
                "missed: %s is %s, the goal is %s",
                figure.name(),
                number(figure.ratio().map(Spread::median).orElse(figure.ours().median())),
                figure.goal().text()));
    }

    private static String spread(Spread spread) {
        return "%s (%s…%s)".formatted(number(spread.median()), number(spread.min()), number(spread.max()));
    }

    /** Three digits that count. */
    private static String number(double value) {
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.3f", value);
    }
}
