// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/spark.md is this list; {@code -Dgolden.update} rewrites it. */
class SettingsTableTest {
    private static final String HEAD = "| setting | default | meaning |\n|---|---|---|\n";

    private static String table() {
        return ShuffleSettings.ALL.stream()
                .map(setting -> "| `%s` | %s | %s |"
                        .formatted(
                                setting.key(),
                                setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                                setting.meaning()))
                .collect(Collectors.joining("\n", HEAD, "\n"));
    }

    @Test
    void theDocumentedSettingsAreThoseOfTheCode() throws Exception {
        Path page = Path.of("..", "docs", "spark.md");
        String text = Files.readString(page);
        int start = text.indexOf(HEAD);
        int end = text.indexOf("\n\n", start) + 1;
        if (System.getProperty("golden.update") != null) {
            Files.writeString(page, text.substring(0, start) + table() + text.substring(end));
            return;
        }

        assertThat(text.substring(start, end)).isEqualTo(table());
    }
}
