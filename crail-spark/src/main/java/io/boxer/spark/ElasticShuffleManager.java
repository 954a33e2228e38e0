// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.common.BoxerException;
import io.boxer.spark.container.OutputId;
import io.boxer.spark.driver.DriverShuffle;
import io.boxer.spark.read.ElasticShuffleReader;
import io.boxer.spark.write.LocatedWriter;
import java.util.Optional;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.shuffle.BaseShuffleHandle;
import org.apache.spark.shuffle.ShuffleBlockResolver;
import org.apache.spark.shuffle.ShuffleHandle;
import org.apache.spark.shuffle.ShuffleManager;
import org.apache.spark.shuffle.ShuffleReadMetricsReporter;
import org.apache.spark.shuffle.ShuffleReader;
import org.apache.spark.shuffle.ShuffleWriteMetricsReporter;
import org.apache.spark.shuffle.ShuffleWriter;
import org.apache.spark.shuffle.sort.SortShuffleManager;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code spark.shuffle.manager}. Spark's sort shuffle writes and spills as always; where a map output goes,
 * and how it is read back, is ours.
 *
 * <p>Thread-safe.
 */
public final class ElasticShuffleManager implements ShuffleManager {
    /** The application's directory in the store, from the driver to its executors. */
    public static final String DIRECTORY_KEY = "spark.shuffle.plugin.__config__.boxer.directory";

    private static final String IO_PLUGIN_KEY = "spark.shuffle.sort.io.plugin.class";

    private final SortShuffleManager sort;
    private @Nullable ExecutorShuffle executor;
    private volatile @Nullable DriverShuffle driver;

    /**
     * Called by Spark, on the driver before anything of the application runs.
     *
     * @throws BoxerException USER if another setting contradicts this shuffle
     */
    public ElasticShuffleManager(SparkConf conf, boolean isDriver) {
        // the write side goes through Spark's own plug-in point; one setting fewer for users
        conf.setIfMissing(IO_PLUGIN_KEY, ElasticShuffleDataIO.class.getName());
        if (isDriver) {
            // on by default, and it would hold every executor that ever wrote a map output
            conf.setIfMissing("spark.dynamicAllocation.shuffleTracking.enabled", "false");
            Refusals.check(conf);
        }
        this.sort = new SortShuffleManager(conf);
    }

    /** The manager of this process. */
    public static ElasticShuffleManager of(SparkEnv env) {
        if (env.shuffleManager() instanceof ElasticShuffleManager manager) {
            return manager;
        }
        throw BoxerException.user(
                "spark.shuffle.manager=%s; set it to %s, which %s belongs to",
                env.conf().get("spark.shuffle.manager", "sort"), ElasticShuffleManager.class.getName(), IO_PLUGIN_KEY);
    }

    /** Connected at the first map or reduce task. */
    public synchronized ExecutorShuffle executor() {
        ExecutorShuffle connected = executor;
        if (connected == null) {
            connected = ExecutorShuffle.connect(SparkEnv.get());
            executor = connected;
        }
        return connected;
    }

    /** Present on the driver, between the application's start and end. */
    public Optional<DriverShuffle> driver() {
        return Optional.ofNullable(driver);
    }

    /** From the driver components, when the application starts. */
    public void serve(DriverShuffle started) {
        driver = started;
    }

    @Override
    public <K, V, C> ShuffleHandle registerShuffle(int shuffleId, ShuffleDependency<K, V, C> dependency) {
        return sort.registerShuffle(shuffleId, dependency);
    }

    @Override
    public <K, V> ShuffleWriter<K, V> getWriter(
            ShuffleHandle handle, long mapId, TaskContext context, ShuffleWriteMetricsReporter metrics) {
        return new LocatedWriter<>(
                sort.getWriter(handle, mapId, context, metrics),
                new OutputId(handle.shuffleId(), mapId),
                executor().committed());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, C> ShuffleReader<K, C> getReader(
            ShuffleHandle handle,
            int startMapIndex,
            int endMapIndex,
            int startPartition,
            int endPartition,
            TaskContext context,
            ShuffleReadMetricsReporter metrics) {
        return ElasticShuffleReader.of(
                executor(),
                ((BaseShuffleHandle<K, ?, C>) handle).dependency(),
                new ElasticShuffleReader.Ranges(startMapIndex, endMapIndex, startPartition, endPartition),
                context,
                metrics);
    }

    @Override
    public boolean unregisterShuffle(int shuffleId) {
        ExecutorShuffle connected;
        synchronized (this) {
            connected = executor;
        }
        if (connected != null) {
            connected.forget(shuffleId);
        }
        return sort.unregisterShuffle(shuffleId);
    }

    @Override
    public ShuffleBlockResolver shuffleBlockResolver() {
        return sort.shuffleBlockResolver();
    }

    @Override
    public void stop() {
        ExecutorShuffle connected;
        synchronized (this) {
            connected = executor;
            executor = null;
        }
        if (connected != null) {
            connected.close();
        }
        sort.stop();
    }
}
