// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.List;
import java.util.stream.Collectors;

/** A row of a result. Immutable. */
public record Row(List<Cell> cells) {
    public Row {
        cells = List.copyOf(cells);
    }

    public static Row of(Cell... cells) {
        return new Row(List.of(cells));
    }

    Cell cell(int column) {
        return cells.get(column);
    }

    @Override
    public String toString() {
        return cells.stream().map(Cell::toString).collect(Collectors.joining(" | ", "(", ")"));
    }
}
