// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.TableData;
import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/**
 * Runs queries one after the other in one Spark session and verifies each. Start it with spark-submit; Spark's settings
 * come from there, since the shuffle must be chosen before the session exists. The exit status is 0 if all queries are
 * verified, else 1. No state.
 */
public final class TpcdsDriver {
    /** Executors report once a second; one that hangs must not hold up the end. */
    private static final Duration REPORT_PATIENCE = Duration.ofSeconds(15);

    private TpcdsDriver() {}

    public static void main(String[] arguments) throws IOException {
        DriverOptions options = DriverOptions.parse(arguments);
        boolean verified;
        try (EventSink sink = EventSink.open(options.events())) {
            verified = run(options, sink);
        }
        System.exit(verified ? 0 : 1);
    }

    private static boolean run(DriverOptions options, EventSink sink) throws IOException {
        Stopwatch starting = Stopwatch.start();
        TaskCounts counts = new TaskCounts();
        String version;
        boolean verified;
        try (SparkSession spark = SparkSession.builder().appName("boxer tpcds").getOrCreate()) {
            version = spark.version();
            spark.sparkContext().addSparkListener(new TaskListener(counts, sink));
            sink.emit(new DriverEvent.Session(version, starting.seconds()));
            nameTables(spark, options, sink);
            try (StoreWatch store = new StoreWatch(StoreMetrics.of(SparkEnv.get()), sink)) {
                verified = runQueries(spark, options, sink);
                store.totals(REPORT_PATIENCE).ifPresent(sink::emit);
            }
        }
        // the session's end has emptied the listener bus: nothing is counted after this
        sink.emit(counts.totals(version));
        return verified;
    }

    private static void nameTables(SparkSession spark, DriverOptions options, EventSink sink) {
        Stopwatch naming = Stopwatch.start();
        DataSet data = DataSet.read(options.data());
        for (TableData table : data.tables()) {
            String[] paths = data.paths(table).stream().map(Path::toString).toArray(String[]::new);
            // with a schema given, Spark need not read a footer of each file
            spark.read().schema(table.ddl()).parquet(paths).createOrReplaceTempView(table.name());
        }
        sink.emit(new DriverEvent.Tables(data.tables().size(), naming.seconds()));
    }

    private static boolean runQueries(SparkSession spark, DriverOptions options, EventSink sink) {
        QueryRun run = new QueryRun(spark, QueryTexts.fromJar(options.texts()), options.answers());
        boolean verified = true;
        int index = 0;
        for (QueryName query : options.queries()) {
            sink.emit(new DriverEvent.QueryStart(
                    query.toString(), ++index, options.queries().size()));
            DriverEvent.QueryEnd end = run.run(query);
            sink.emit(end);
            verified &= end.verified();
        }
        return verified;
    }
}
