// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.tpcds;

import io.boxer.cli.BoxerCli;
import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.process.JavaProgram;
import io.boxer.tpcds.data.ScaleFactor;
import io.boxer.tpcds.query.QuerySet;
import io.boxer.tpcds.report.RunReport;
import io.boxer.tpcds.report.SummaryText;
import io.boxer.tpcds.run.Installation;
import io.boxer.tpcds.run.RunOptions;
import io.boxer.tpcds.run.TpcdsRun;
import io.boxer.tpcds.spark.SparkHome;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job. Confined to the main thread. */
@Command(
        name = "tpcds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run TPC-DS on a real Spark whose shuffle lives in an elastic store, take spot nodes of the store away",
            "meanwhile, verify every answer, and write a report. Exit code 0: every query ran and verified."
        })
public final class TpcdsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--queries", paramLabel = "quick|all|q3,q14a,…", description = "Default: ${DEFAULT-VALUE}.")
    private String queries = "quick";

    @Option(names = "--scale", paramLabel = "N", description = "Scale factor. Default: ${DEFAULT-VALUE}.")
    private String scale = "1";

    @Option(names = "--nodes", paramLabel = "N", description = "Spot datanodes. Default: ${DEFAULT-VALUE}.")
    private int nodes = 4;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "Of each datanode. Default: so that the spot nodes of the start are too few at times: 128MiB at scale 1.")
    private Optional<String> memory = Optional.empty();

    @Option(names = "--block-size", paramLabel = "SIZE", description = "Of the store. Default: ${DEFAULT-VALUE}.")
    private String blockSize = "1MiB";

    @Option(
            names = "--interruptions",
            paramLabel = "default|none|FILE|every=20s,notice=10s,kills=1",
            description = "Which spot nodes go when. Default: ${DEFAULT-VALUE}.")
    private String interruptions = "default";

    @Option(
            names = "--time-factor",
            paramLabel = "N",
            description = "How many times faster a FILE is played. Default: ${DEFAULT-VALUE}.")
    private double timeFactor = 1;

    @Option(
            names = "--shuffle",
            paramLabel = "store|spark",
            description = "spark: the same on Spark's own shuffle, without a store. Default: ${DEFAULT-VALUE}.")
    private String shuffle = "store";

    @Option(names = "--seed", paramLabel = "N", description = "Of the interruptions. Default: drawn, and printed.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where the report goes. Default: the run's directory.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--spark-home", paramLabel = "DIR", description = "A stock Spark 4. Default: the one in the cache.")
    private Optional<Path> sparkHome = Optional.empty();

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--keep", description = "Leave the store up at the end.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        RunOptions options = options();
        Console console = new Console(spec, json);
        TpcdsRun run = new TpcdsRun(options, installation(), System.getenv(), console.screen());
        console.say(
                "Java %s · %d cores · seed %d · logs in %s",
                Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), options.seed(), run.logs());
        RunReport result = run.run();
        SummaryText.of(result).forEach(line -> console.say("%s", line));
        console.say("report: %s", run.reportDirectory().resolve("report.html"));
        console.json(result);
        return result.ok() ? 0 : 1;
    }

    private RunOptions options() {
        String kind = shuffle.toLowerCase(Locale.ROOT);
        BoxerException.require(
                kind.equals("store") || kind.equals("spark"), "shuffle=%s is neither store nor spark", shuffle);
        long number = seed.orElseGet(() -> (long) ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
        ScaleFactor factor = ScaleFactor.parse(scale);
        return new RunOptions(
                QuerySet.parse(queries),
                factor,
                nodes,
                RunOptions.plan(interruptions, number, timeFactor, nodes),
                interruptions,
                kind.equals("store"),
                memory.map(DataSize::parse).orElseGet(() -> RunOptions.usualMemory(factor)),
                DataSize.parse(blockSize),
                number,
                report.map(Path::toAbsolutePath),
                keep);
    }

    /** What the launcher says in system properties. */
    private Installation installation() {
        Path spark = property("boxer.spark");
        return new Installation(
                JavaProgram.current(BoxerCli.class.getName()),
                property("boxer.build"),
                property("boxer.cache"),
                SparkHome.of(sparkHome.orElse(spark)),
                spark.resolve("tests")
                        .resolve("spark-sql_2.13-" + SparkHome.of(spark).version() + "-tests.jar"));
    }

    private static Path property(String name) {
        String value = System.getProperty(name, "");
        BoxerException.require(!value.isEmpty(), "%s is not set; start this program with the script ./boxer", name);
        return Path.of(value);
    }
}
