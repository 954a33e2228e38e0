// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Turns text into Parquet with a DuckDB of its own, in memory and single-threaded. Confined to the thread that made it. */
final class ParquetWriter implements AutoCloseable {
    private final Connection duckDb;

    private ParquetWriter(Connection duckDb) {
        this.duckDb = duckDb;
    }

    static ParquetWriter open() throws SQLException {
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '1GB'");
        } catch (SQLException e) {
            duckDb.close();
            throw e;
        }
        return new ParquetWriter(duckDb);
    }

    /**
     * Reads the text that {@link ChunkText} wrote.
     *
     * @return the number of rows written
     */
    long write(Path text, List<Column> columns, Path parquet) throws SQLException {
        String types = columns.stream()
                .map(c -> quoted(c.name()) + ": " + quoted(c.type()))
                .collect(Collectors.joining(", ", "{", "}"));
        try (Statement statement = duckDb.createStatement()) {
            return statement.executeLargeUpdate("COPY (SELECT * FROM read_csv(" + quoted(text.toString())
                    + ", columns = " + types
                    + ", auto_detect = false, header = false, delim = '|', quote = '', escape = '', nullstr = ''))"
                    + " TO " + quoted(parquet.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }
}
