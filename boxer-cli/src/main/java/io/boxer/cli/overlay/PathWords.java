// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import io.boxer.overlay.PathFacts.Measured;
import io.boxer.overlay.explain.PathReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A path for people, and as JSON. Stateless. */
final class PathWords {
    private PathWords() {}

    /** {@code 0.31 ms, 740 MiB/s} */
    static String of(Measured measured) {
        return String.format(
                Locale.ROOT,
                "%.3f ms, %.0f MiB/s",
                measured.roundTripNanos() / 1e6,
                measured.bytesPerSecond() / (double) (1 << 20));
    }

    static Map<String, Object> json(PathReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("from", report.from().value());
        fields.put("to", report.to().value());
        fields.put("path", report.way().toString());
        fields.put("reasons", report.reasons());
        report.measured().ifPresent(measured -> {
            fields.put("roundTripMicros", measured.roundTripNanos() / 1000.0);
            fields.put("bytesPerSecond", measured.bytesPerSecond());
        });
        if (!report.trouble().isEmpty()) {
            fields.put("trouble", report.trouble());
        }
        return fields;
    }
}
