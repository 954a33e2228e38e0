// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads which operations a file of docs/openapi describes; it relies on their indentation. */
public final class OpenApi {
    private OpenApi() {}

    /** Such as {@code POST /v1/instances/{id}/kill}. */
    public static Set<String> operations(String file) throws IOException {
        Set<String> operations = new TreeSet<>();
        String path = "";
        for (String line : Files.readAllLines(Path.of("..", "docs", "openapi", file))) {
            if (line.matches("  /\\S+:")) {
                path = line.strip().replaceFirst(":$", "");
            } else if (line.matches("    (get|post|put|delete):")) {
                operations.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return operations;
    }
}
