// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as lines of equal columns. Stateless. */
public final class Columns {
    private Columns() {}

    /** @param rows all of the same length; the first may be headings */
    public static List<String> lines(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
