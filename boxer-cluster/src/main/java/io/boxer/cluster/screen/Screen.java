// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

import java.io.PrintWriter;
import java.util.List;

/**
 * The last lines of a terminal, drawn over again and again, with lines that stay above them. On anything but a terminal
 * only the lines that stay are printed. Thread-safe.
 */
public final class Screen {
    private final PrintWriter out;
    private final Terminal terminal;
    private List<String> drawn = List.of();

    public Screen(PrintWriter out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Replaces the lines that are drawn over; each shall fit into one line of the terminal. */
    public synchronized void draw(List<String> lines) {
        if (terminal.live() && !lines.equals(drawn)) {
            erase();
            lines.forEach(line -> out.println(terminal.plain(line)));
            drawn = List.copyOf(lines);
            out.flush();
        }
    }

    /** Prints a line that stays. */
    public synchronized void say(String line) {
        List<String> below = drawn;
        erase();
        drawn = List.of();
        out.println(terminal.plain(line));
        draw(below);
        out.flush();
    }

    /** Takes the lines that are drawn over away. */
    public synchronized void clear() {
        erase();
        drawn = List.of();
        out.flush();
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            // up so many lines, then clear from here to the end
            out.print("\u001b[" + drawn.size() + "A\u001b[J");
        }
    }
}
