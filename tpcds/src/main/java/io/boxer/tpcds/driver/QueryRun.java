// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryTexts;
import io.boxer.tpcds.verify.Reference;
import io.boxer.tpcds.verify.ReferenceFile;
import io.boxer.tpcds.verify.SparkRows;
import io.boxer.tpcds.verify.Verdict;
import io.boxer.tpcds.verify.Verifier;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one query and holds its answer against the reference. Confined to the driver's main thread. */
final class QueryRun {
    private static final Logger LOG = LoggerFactory.getLogger(QueryRun.class);

    private final SparkSession spark;
    private final QueryTexts texts;
    private final Path answers;

    QueryRun(SparkSession spark, QueryTexts texts, Path answers) {
        this.spark = spark;
        this.texts = texts;
        this.answers = answers;
    }

    /** Never throws for a query that fails: that is its result, and the next one may do better. */
    DriverEvent.QueryEnd run(QueryName query) {
        Stopwatch stopwatch = Stopwatch.start();
        try {
            SparkRows rows = collect(query);
            double seconds = stopwatch.seconds();
            Reference reference = ReferenceFile.read(answers, query);
            Verdict verdict = Verifier.verify(query, rows, reference);
            String rule = verdict.rule().map(Object::toString).orElse("");
            return new DriverEvent.QueryEnd(
                    query.toString(), seconds, verdict.rows(), verdict.verified(), rule, verdict.error());
        } catch (Exception e) { // Spark throws checked exceptions without declaring them
            LOG.error("query={} failed", query, e);
            return new DriverEvent.QueryEnd(query.toString(), stopwatch.seconds(), 0, false, "", oneLine(e));
        }
    }

    private SparkRows collect(QueryName query) {
        spark.sparkContext().setJobGroup(query.toString(), query.toString(), false);
        Dataset<Row> result = spark.sql(texts.text(query));
        return RowReader.read(result.schema(), result.collectAsList());
    }

    private static String oneLine(Exception e) {
        return e.toString().lines().findFirst().orElse(e.getClass().getName());
    }
}
