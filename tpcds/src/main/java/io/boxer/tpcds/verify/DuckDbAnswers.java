// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.TableData;
import io.boxer.tpcds.query.DuckDbDialect;
import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Collectors;

/** Asks DuckDB the queries, over views of the Parquet files. Confined to the thread that made it. */
final class DuckDbAnswers implements AutoCloseable {
    /** Spark rounds to the digits of its decimal, so rows that differ by less in DOUBLE may tie for it. */
    private static final double TIE_SLACK = 1e-6;

    private final Connection duckDb;

    private DuckDbAnswers(Connection duckDb) {
        this.duckDb = duckDb;
    }

    /** @param spill where DuckDB puts what does not fit into 2 GB */
    static DuckDbAnswers over(DataSet data, Path spill) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        Connection duckDb = DriverManager.getConnection("jdbc:duckdb:", properties);
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
            statement.execute("SET memory_limit = '2GB'");
            statement.execute("SET temp_directory = " + quoted(spill.toString()));
            // nothing is ever fetched from elsewhere
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            for (TableData table : data.tables()) {
                statement.execute("CREATE VIEW " + table.name() + " AS SELECT * FROM read_parquet(["
                        + data.paths(table).stream()
                                .map(path -> quoted(path.toString()))
                                .collect(Collectors.joining(", "))
                        + "])");
            }
        } catch (SQLException e) {
            duckDb.close();
            throw e;
        }
        return new DuckDbAnswers(duckDb);
    }

    /**
     * Runs the text without its LIMIT and applies the limit here: so the rows that tie at the limit are seen, too.
     *
     * @param text in DuckDB's dialect
     */
    Reference answer(QueryName query, String text) throws SQLException {
        OptionalInt limit = DuckDbDialect.limit(text);
        try (Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(DuckDbDialect.withoutLimit(text))) {
            List<ResultColumn> columns = columns(result.getMetaData());
            List<Row> rows = new ArrayList<>();
            int most = limit.orElse(Integer.MAX_VALUE);
            while (rows.size() < most && result.next()) {
                rows.add(row(result, columns.size()));
            }
            if (limit.isEmpty() || rows.size() < most) {
                return Reference.of(columns, rows);
            }
            List<String> names = columns.stream().map(ResultColumn::name).toList();
            return withTies(columns, rows, result, new KeyOrder(QueryOrder.keys(query, names), TIE_SLACK));
        }
    }

    private static Reference withTies(List<ResultColumn> columns, List<Row> rows, ResultSet rest, KeyOrder order)
            throws SQLException {
        Row last = rows.get(rows.size() - 1);
        List<Row> beyond = new ArrayList<>();
        while (rest.next()) {
            Row row = row(rest, columns.size());
            if (order.compare(last, row) != 0) {
                break;
            }
            beyond.add(row);
        }
        if (beyond.isEmpty()) {
            return Reference.of(columns, rows);
        }
        int before = rows.size();
        while (before > 0 && order.compare(rows.get(before - 1), last) == 0) {
            before--;
        }
        List<Row> tied = new ArrayList<>(rows.subList(before, rows.size()));
        tied.addAll(beyond);
        return new Reference(columns, rows, before, tied);
    }

    private static List<ResultColumn> columns(ResultSetMetaData meta) throws SQLException {
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new ResultColumn(meta.getColumnLabel(i), meta.getColumnTypeName(i)));
        }
        return columns;
    }

    private static Row row(ResultSet result, int columns) throws SQLException {
        List<Cell> cells = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            Object value = result.getObject(i);
            cells.add(value == null ? new Cell.Null() : cell(value));
        }
        return new Row(cells);
    }

    private static Cell cell(Object value) {
        if (value instanceof String text) {
            return new Cell.Text(text);
        }
        if (value instanceof BigDecimal exact) {
            return new Cell.Exact(exact);
        }
        if (value instanceof BigInteger whole) {
            return new Cell.Exact(new BigDecimal(whole));
        }
        if (value instanceof Double approximate) {
            return new Cell.Approximate(approximate);
        }
        if (value instanceof Number whole) {
            return Cell.Exact.of(whole.longValue());
        }
        if (value instanceof LocalDate day) {
            return new Cell.Day(day);
        }
        if (value instanceof Boolean flag) {
            return new Cell.Flag(flag);
        }
        throw new IllegalArgumentException("DuckDB gave a " + value.getClass() + ", which no rule compares");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }
}
