// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetWriterTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("id", "int"),
            new Column("price", "decimal(7,2)"),
            new Column("day", "date"),
            new Column("text", "string"));

    private final Path directory;

    ParquetWriterTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void textBecomesTypedRowsAndNothingBecomesNull() throws Exception {
        Path text = Files.writeString(directory.resolve("t.txt"), "1|12.50|1998-01-02|it's \"x\"\\n\n|||\n");
        Path parquet = directory.resolve("t.parquet");

        try (ParquetWriter writer = ParquetWriter.open()) {
            assertThat(writer.write(text, COLUMNS, parquet)).isEqualTo(2);
        }

        assertThat(select("SELECT typeof(id) || ' ' || typeof(price) || ' ' || typeof(day) || ' ' || typeof(text)"
                        + " FROM '" + parquet + "' LIMIT 1"))
                .isEqualTo("INTEGER DECIMAL(7,2) DATE VARCHAR");
        assertThat(select("SELECT text FROM '" + parquet + "' WHERE id = 1 AND price = 12.50"))
                .isEqualTo("it's \"x\"\\n");
        assertThat(select("SELECT count(*) FROM '" + parquet
                        + "' WHERE id IS NULL AND price IS NULL AND day IS NULL AND text IS NULL"))
                .isEqualTo("1");
    }

    private static String select(String query) throws Exception {
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
