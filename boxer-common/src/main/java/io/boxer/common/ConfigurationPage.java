// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.BoxerException.bug;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes docs/configuration.md from the settings that the components declare. A test compares the two, so a setting
 * cannot be added, renamed or given another default in silence.
 */
public final class ConfigurationPage {
    private static final String HEAD = """
            # Configuration

            Written by a test from the settings that the components declare; do not edit. After a change of a setting:
            `mvn test -Dgolden.update`.

            A setting is given in a file of `key=value` lines, overridden by the environment, overridden by the command
            line. The variable of a key is the key in capitals, with `_` for dot and dash: `boxer.spot.poll-interval` is
            `BOXER_SPOT_POLL_INTERVAL`. A key that is not on this page stops the start.

            | form | what may be written |
            | --- | --- |
            | time | a whole number with `ns`, `us`, `ms`, `s`, `m`, `h` or `d`, such as `5s` |
            | size | a whole number with `B`, `KiB`, `MiB`, `GiB` or `TiB`, such as `64MiB` |
            | address | `HOST:PORT` or `[IPv6]:PORT`; port 0 lets the kernel choose |
            | flag | `true` or `false` |
            | integer, text | as they stand |
            """;

    /**
     * One component.
     *
     * @param settings in any order; the page sorts them
     */
    public record Section(String title, List<Setting<?>> settings) {
        public Section {
            settings = List.copyOf(settings);
        }
    }

    private ConfigurationPage() {}

    /**
     * The whole page, in Markdown, sections in the order given.
     *
     * @throws BoxerException BUG if two settings are one key or one environment variable
     */
    public static String render(List<Section> sections) {
        refuseTwins(sections);
        return HEAD + sections.stream().map(ConfigurationPage::section).collect(Collectors.joining());
    }

    private static String section(Section section) {
        var rows = section.settings().stream()
                .sorted(Comparator.comparing(Setting::key))
                .map(ConfigurationPage::row)
                .collect(Collectors.joining());
        return """

                ## %s

                | key | meaning | form | default |
                | --- | --- | --- | --- |
                %s""".formatted(section.title(), rows);
    }

    private static String row(Setting<?> setting) {
        var shown = setting.secret() || setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
        return "| `%s` | %s | %s | %s |\n"
                .formatted(setting.key(), cell(setting.meaning()), cell(setting.form()), cell(shown));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static void refuseTwins(List<Section> sections) {
        Map<String, String> keys = new HashMap<>();
        for (var section : sections) {
            for (var setting : section.settings()) {
                var twin = keys.putIfAbsent(setting.environmentName(), setting.key());
                if (twin != null) {
                    throw bug("%s and %s have one variable, %s", twin, setting.key(), setting.environmentName());
                }
            }
        }
    }
}
