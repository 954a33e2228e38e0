// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.LocalCluster;
import io.boxer.cluster.layout.ClusterLayout;
import io.boxer.cluster.layout.MachineMemory;
import io.boxer.cluster.layout.MemoryPlan;
import io.boxer.cluster.screen.Screen;
import io.boxer.cluster.state.StateDirectory;
import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.RunId;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.market.InterruptionPlayer;
import io.boxer.spot.market.MarketClient;
import io.boxer.tpcds.data.DataSet;
import io.boxer.tpcds.data.TpcdsData;
import io.boxer.tpcds.driver.DriverEvent;
import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryTexts;
import io.boxer.tpcds.report.ReportFiles;
import io.boxer.tpcds.report.RunReport;
import io.boxer.tpcds.spark.SparkCluster;
import io.boxer.tpcds.spark.SparkMemory;
import io.boxer.tpcds.spark.SparkPlaces;
import io.boxer.tpcds.verify.ReferenceAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One run, from the data to the report. Everything it starts ends with it: at its end, at a failure, at Ctrl-C (a
 * shutdown hook), and when this program is killed (each process watches it). Confined to the main thread, but for the
 * hook.
 */
public final class TpcdsRun {
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final List<String> POOLS =
            List.of("spot:m6i.large:us-east-1a", "spot:m6i.large:us-east-1b", "spot:m6i.large:us-east-1c");

    private final RunOptions options;
    private final Installation installation;
    private final Map<String, String> environment;
    private final Display display;
    private final RunDirectory directory;
    private final RunResources resources = new RunResources();
    private volatile boolean stopping;
    /** The store is up and {@code boxer store down} can find it. */
    private volatile boolean kept;

    /** Nothing is started, but the run has a directory. */
    public TpcdsRun(RunOptions options, Installation installation, Map<String, String> environment, Screen screen) {
        this.options = options;
        this.installation = installation;
        this.environment = environment;
        this.display = new Display(screen);
        options.report().ifPresent(ReportFiles::prepare);
        this.directory = RunDirectory.next(installation.cache());
    }

    /** Where its logs are. */
    public Path logs() {
        return directory.logs();
    }

    /** Where its report goes. */
    public Path reportDirectory() {
        return options.report().orElse(directory.path());
    }

    /**
     * Runs all of it and writes the report.
     *
     * @throws BoxerException USER if the machine or the options are not right: nothing has run then
     */
    public RunReport run() throws InterruptedException {
        Thread hook = new Thread(this::interrupted, "boxer-tpcds-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            RunReport report = runAll();
            sayNoMoreIfStopping();
            ReportFiles.write(report, reportDirectory());
            return report;
        } catch (RuntimeException e) {
            sayNoMoreIfStopping();
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written", e);
        } finally {
            display.clear();
            end();
            removeHook(hook);
        }
    }

    private RunReport runAll() throws InterruptedException {
        SparkMemory sparkMemory = SparkMemory.on(MachineMemory.available());
        ClusterLayout layout = layout();
        requireMemory(layout, sparkMemory);
        Phases phases = new Phases();
        QueryTexts texts = QueryTexts.fromJar(installation.queryTexts());
        DataSet data = TpcdsData.ensure(installation.cache(), options.scale(), display);
        ReferenceAnswers answers =
                ReferenceAnswers.ensure(data, texts, options.queries().queries(), display);
        display.clear();
        display.step(
                "data",
                String.format(
                        Locale.ROOT,
                        "%.0f s   TPC-DS scale %s, %d tables, %s, checked",
                        phases.data(),
                        options.scale(),
                        data.tables().size(),
                        DataSize.ofBytes(data.sizeBytes()).rounded()));
        display.now(options.store() ? "starting the store's daemons, then Spark" : "starting Spark");
        Optional<LocalCluster> cluster = options.store() ? Optional.of(startStore(layout)) : Optional.empty();
        RunId mark = cluster.map(LocalCluster::run).orElseGet(RunId::random);
        SparkPlaces places = new SparkPlaces(
                installation.spark(),
                installation.program().java(),
                List.of(installation.driver(), installation.common()),
                directory.work().resolve("spark"),
                directory.logs());
        SparkCluster spark = new SparkCluster(places, sparkMemory, mark);
        resources.spark(spark);
        String master = spark.start();
        phases.started();
        display.clear();
        display.step(
                "cluster",
                String.format(
                        Locale.ROOT,
                        "%.0f s   %sSpark %s master + 2 executors",
                        phases.start(),
                        options.store()
                                ? "namenode, 1 stable + %d spot datanodes (%s each), "
                                        .formatted(options.nodes(), options.memory())
                                : "",
                        installation.spark().version()));
        QueryLog queries = new QueryLog(
                options.queries().queries().stream().map(QueryName::toString).toList(),
                installation.spark().version());
        Optional<Watch> watch = cluster.map(one -> watch(one, queries));
        try (EventStream events = new EventStream(event -> onEvent(event, queries))) {
            SubmitCommand submit = new SubmitCommand(
                    master,
                    sparkMemory,
                    cluster.map(
                            one -> new SubmitCommand.Store(one.address("namenode"), keyFile(), installation.plugin())),
                    options.queries().sparkSettings(),
                    places.work(),
                    mark);
            DaemonProcess driver = spark.submit(
                    submit.arguments(
                            installation.driver(),
                            List.of(installation.common()),
                            "io.boxer.tpcds.driver.TpcdsDriver",
                            List.of(
                                    "--data", data.directory().toString(),
                                    "--answers", answers.directory().toString(),
                                    "--texts", installation.queryTexts().toString(),
                                    "--queries", options.queries().names(),
                                    "--events", events.place())),
                    sparkMemory.driver());
            watchUntilEnd(driver, queries, watch, cluster);
            events.drain();
            watch.map(Watch::spared)
                    .filter(count -> count > 0)
                    .ifPresent(count -> display.note(
                            "%d of the planned interruptions found no node to strike that held data".formatted(count)));
            ReportBuilder builder = new ReportBuilder(options, phases, queries, environment);
            return builder.build(driver, watch, cluster.map(one -> client(one, "spot-manager-admin")));
        }
    }

    private void watchUntilEnd(
            DaemonProcess driver, QueryLog queries, Optional<Watch> watch, Optional<LocalCluster> cluster)
            throws InterruptedException {
        boolean running = true;
        while (running) {
            running = !driver.process().waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (running && cluster.map(LocalCluster::revive).orElse(false)) {
                display.note("the namenode has died and is started again from its log");
            }
            watch.ifPresent(Watch::tick);
            if (!stopping) {
                display.live(queries.current(System.nanoTime()), watch.flatMap(Watch::last));
            }
        }
    }

    private void onEvent(DriverEvent event, QueryLog queries) {
        if (stopping) {
            return;
        }
        queries.onEvent(event, System.nanoTime())
                .ifPresent(row -> display.query(
                        row, queries.rows().size(), options.queries().queries().size()));
    }

    private Watch watch(LocalCluster cluster, QueryLog queries) {
        return new Watch(
                cluster.admin(),
                new MarketClient(client(cluster, "market-admin")),
                new InterruptionPlayer(options.plan(), options.seed()),
                queries);
    }

    private AdminClient client(LocalCluster cluster, String daemon) {
        return new AdminClient(cluster.address(daemon), ClusterKey.load(keyFile()));
    }

    private ClusterLayout layout() {
        return new ClusterLayout(
                "tpcds-" + directory.path().getFileName(),
                0,
                1,
                options.nodes(),
                options.nodes() - 1,
                options.memory(),
                ClusterLayout.usualSpill(options.memory()),
                options.blockSize(),
                POOLS,
                Duration.ofSeconds(30),
                options.keep()
                        ? OptionalLong.empty()
                        : OptionalLong.of(ProcessHandle.current().pid()));
    }

    private void requireMemory(ClusterLayout layout, SparkMemory spark) {
        if (options.store()) {
            new MemoryPlan(layout).requireFits(MachineMemory.available(), spark.total());
        }
    }

    private LocalCluster startStore(ClusterLayout layout) {
        LocalCluster cluster = new LocalCluster(
                layout, installation.program(), directory.work().resolve("store"), keyFile());
        resources.store(cluster);
        cluster.start();
        if (options.keep()) {
            StateDirectory.of(layout.name(), environment).write(cluster.state());
            directory.keepWork(); // its daemons live on, however this program ends
            kept = true;
        }
        return cluster;
    }

    /** A key of this run alone, which goes with its other files. */
    private Path keyFile() {
        return directory.work().resolve("key");
    }

    /** After Ctrl-C the run falls apart in this thread too, which is no news: it waits for the JVM's end. */
    private void sayNoMoreIfStopping() throws InterruptedException {
        if (stopping) {
            Thread.currentThread().join();
        }
    }

    private void interrupted() {
        stopping = true;
        display.clear();
        display.note("stopping; the logs stay in " + directory.logs());
        end();
    }

    private synchronized void end() {
        resources.end(kept);
        if (!kept) {
            directory.clean();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // the hook itself brought us here
        }
    }
}
