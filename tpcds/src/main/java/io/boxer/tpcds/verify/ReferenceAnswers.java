// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.tpcds.data.Checksum;
import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.Progress;
import io.boxer.tpcds.query.DuckDbDialect;
import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cache of reference answers, beside the data they were computed from. An answer is valid for one content of the
 * data and one text of the query; others, and damaged ones, are computed again. Thread-safe across processes: a file
 * appears whole.
 */
public final class ReferenceAnswers {
    private final Path directory;

    private ReferenceAnswers(Path directory) {
        this.directory = directory;
    }

    /** The directory that the driver program takes. */
    public Path directory() {
        return directory;
    }

    /**
     * Computes the answers that are not there: half a minute for all at scale 1, on two cores.
     *
     * @throws BoxerException BUG if DuckDB refuses a query, CAPACITY if the files cannot be written
     */
    public static ReferenceAnswers ensure(DataSet data, QueryTexts texts, List<QueryName> queries, Progress progress) {
        Path directory = data.directory().resolve("answers");
        List<QueryName> missing = queries.stream()
                .filter(query -> !ReferenceFile.has(directory, query, origin(data, text(texts, query))))
                .toList();
        try {
            Files.createDirectories(directory);
            if (!missing.isEmpty()) {
                compute(data, texts, missing, directory, progress);
            }
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.CAPACITY, "reference answers cannot be written: " + e, e);
        } catch (SQLException e) {
            throw new BoxerException(ErrorCode.BUG, "DuckDB cannot open " + data.directory() + ": " + e, e);
        }
        return new ReferenceAnswers(directory);
    }

    /**
     * Reads one of the answers.
     *
     * @throws java.io.UncheckedIOException if the answer is missing or damaged
     */
    public Reference answer(QueryName query) {
        return ReferenceFile.read(directory, query);
    }

    private static void compute(
            DataSet data, QueryTexts texts, List<QueryName> queries, Path directory, Progress progress)
            throws SQLException, IOException {
        try (DuckDbAnswers duckDb = DuckDbAnswers.over(data, directory.resolve("spill"))) {
            List<QueryName> finished = new ArrayList<>();
            for (QueryName query : queries) {
                String text = text(texts, query);
                Reference reference = answer(duckDb, query, text);
                ReferenceFile.write(directory, query, origin(data, text), reference);
                finished.add(query);
                progress.at("reference answers", finished.size(), queries.size());
            }
        }
    }

    private static Reference answer(DuckDbAnswers duckDb, QueryName query, String text) {
        try {
            return duckDb.answer(query, text);
        } catch (SQLException e) {
            throw new BoxerException(ErrorCode.BUG, "DuckDB refuses " + query + ": " + e.getMessage(), e);
        }
    }

    private static String text(QueryTexts texts, QueryName query) {
        return DuckDbDialect.translate(query, texts.text(query));
    }

    private static String origin(DataSet data, String text) {
        return data.fingerprint() + "-" + Checksum.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
