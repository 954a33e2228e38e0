// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.common.BoxerException;
import io.boxer.spark.driver.DriverLink;
import io.boxer.spark.driver.DriverQuestion;
import io.boxer.spark.metrics.ReportSender;
import io.boxer.spark.metrics.ShuffleSource;
import io.boxer.spark.read.FetchThreads;
import io.boxer.spark.read.IndexCache;
import io.boxer.spark.read.OpenContainers;
import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.write.CommittedOutputs;
import io.boxer.spark.write.ContainerPool;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.InstantSource;
import org.apache.spark.SparkContext$;
import org.apache.spark.SparkEnv;

/**
 * What the tasks of one executor share: the store, containers to append to, containers and indexes to read from.
 *
 * <p>Thread-safe.
 */
public final class ExecutorShuffle implements AutoCloseable {
    private final ShuffleSettings settings;
    private final ContainerStore store;
    private final String directory;
    private final DriverLink driver;
    private final DirectBuffers buffers;
    private final ContainerPool containers;
    private final CommittedOutputs committed = new CommittedOutputs();
    private final OpenContainers openContainers;
    private final IndexCache indexes;
    private final FetchThreads threads;
    private final ShuffleSource metrics;
    private final ReportSender reports;

    private ExecutorShuffle(ShuffleSettings settings, ContainerStore store, String directory, SparkEnv env) {
        this.settings = settings;
        this.store = store;
        this.directory = directory;
        this.driver = new DriverLink(env);
        this.buffers = new DirectBuffers(settings.bufferBytes(), 2 * settings.readThreads());
        this.containers =
                new ContainerPool(store, this::openDirectory, directory, env.executorId(), settings.containerBytes());
        this.openContainers = new OpenContainers(store, directory);
        this.indexes = new IndexCache(settings.indexCacheBytes());
        this.threads = new FetchThreads(settings.readThreads());
        this.metrics = ShuffleSource.ofExecutor(store::counts);
        this.reports = new ReportSender(
                env.executorId(),
                store,
                InstantSource.system(),
                metrics::update,
                report -> driver.tell(new DriverQuestion.Counted(report)));
    }

    static ExecutorShuffle connect(SparkEnv env) {
        ShuffleSettings settings = ShuffleSettings.from(env.conf());
        String directory = env.conf().get(ElasticShuffleManager.DIRECTORY_KEY, "");
        if (directory.isEmpty()) {
            throw BoxerException.bug(
                    "%s is not set: the driver did not initialise the shuffle", ElasticShuffleManager.DIRECTORY_KEY);
        }
        try {
            ExecutorShuffle shuffle =
                    new ExecutorShuffle(settings, Stores.connect(env.conf(), settings), directory, env);
            shuffle.countFor(env);
            return shuffle;
        } catch (IOException e) {
            throw Stores.unreachable(env.conf(), e);
        }
    }

    /** In local mode the driver's metrics are the executor's. */
    private void countFor(SparkEnv env) {
        if (!env.executorId().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER())) {
            env.metricsSystem().registerSource(metrics);
        }
        reports.start();
    }

    private void openDirectory(int shuffleId) throws IOException {
        if (!driver.ask(new DriverQuestion.Open(shuffleId)).equals(DriverQuestion.YES)) {
            throw new FileNotFoundException(
                    "shuffle " + shuffleId + " was removed; this is a late task and nobody will read its output");
        }
    }

    public ShuffleSettings settings() {
        return settings;
    }

    public DriverLink driver() {
        return driver;
    }

    public DirectBuffers buffers() {
        return buffers;
    }

    public ContainerPool containers() {
        return containers;
    }

    public CommittedOutputs committed() {
        return committed;
    }

    public OpenContainers openContainers() {
        return openContainers;
    }

    public IndexCache indexes() {
        return indexes;
    }

    public FetchThreads threads() {
        return threads;
    }

    /** The application's directory in the store. */
    public String directory() {
        return directory;
    }

    void forget(int shuffleId) {
        containers.forget(shuffleId);
        openContainers.forget(shuffleId);
        indexes.forget(shuffleId);
    }

    @Override
    public void close() {
        threads.close();
        containers.close();
        openContainers.close();
        reports.close();
        store.close();
    }
}
