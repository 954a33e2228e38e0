// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the output can show. Immutable.
 *
 * @param live lines can be drawn over
 * @param columns width in characters
 * @param unicode anything but ASCII can be shown
 * @param colour escape sequences for colours are understood and wanted
 */
public record Terminal(boolean live, int columns, boolean unicode, boolean colour) {
    private static final int FALLBACK_COLUMNS = 100;
    private static final int FEWEST_COLUMNS = 40;

    /** A file or a pipe. */
    public static Terminal none(Map<String, String> environment) {
        return new Terminal(false, FALLBACK_COLUMNS, unicode(environment), false);
    }

    /** A terminal of that many columns; {@code TERM=dumb} makes it as good as none, {@code NO_COLOR} is obeyed. */
    public static Terminal of(int columns, Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return none(environment);
        }
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(true, Math.max(FEWEST_COLUMNS, columns), unicode(environment), colour);
    }

    private static boolean unicode(Map<String, String> environment) {
        // the first that is set wins, setlocale(3)
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toLowerCase(Locale.ROOT).replace("-", ""))
                .filter(value -> value.endsWith("utf8"))
                .isPresent();
    }

    /** The text in a colour, or as it is. */
    public String paint(Colour shade, String text) {
        return colour ? "\u001b[" + shade.code() + "m" + text + "\u001b[0m" : text;
    }

    /** The text with what this terminal cannot show replaced. */
    public String plain(String text) {
        return unicode
                ? text
                : text.replace("·", "-")
                        .replace("…", "...")
                        .replace("✓", "ok")
                        .replace("–", "-")
                        .replace("−", "-")
                        .replaceAll("[^\\x00-\\x7f]", "#");
    }

    /** Eight colours are enough. */
    public enum Colour {
        GOOD(32),
        BAD(31),
        WARN(33),
        DIM(2);

        private final int code;

        Colour(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
