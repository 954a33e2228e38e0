// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.util.List;
import java.util.stream.Collectors;

/** A table: its columns and the files that hold its rows. Immutable. */
public record TableData(String name, List<Column> columns, List<DataFile> files) {
    public TableData {
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }

    public long rowCount() {
        return files.stream().mapToLong(DataFile::rows).sum();
    }

    public long sizeBytes() {
        return files.stream().mapToLong(DataFile::bytes).sum();
    }

    /** Columns as Spark's DDL: {@code r_reason_sk int, r_reason_id string}. */
    public String ddl() {
        return columns.stream().map(c -> c.name() + " " + c.type()).collect(Collectors.joining(", "));
    }
}
