// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.ExecutorShuffle;
import java.util.List;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.CompressionCodec$;
import org.apache.spark.shuffle.ShuffleReadMetricsReporter;
import org.apache.spark.shuffle.ShuffleReader;
import org.apache.spark.util.TaskCompletionListener;
import scala.Product2;
import scala.collection.Iterator;

/**
 * Reads a range of partitions from a range of map outputs: all four kinds of ranges that adaptive execution asks for.
 * Confined to one task.
 */
public final class ElasticShuffleReader<K, C> implements ShuffleReader<K, C> {
    /** In a request at most this part of what may be in flight, so that several containers answer at a time. */
    private static final int REQUESTS_IN_FLIGHT = 5;

    private static final String BATCH_PROPERTY = "__fetch_continuous_blocks_in_batch_enabled";

    private final ExecutorShuffle executor;
    private final ShuffleDependency<K, ?, C> dependency;
    private final Ranges ranges;
    private final TaskContext context;
    private final ShuffleReadMetricsReporter metrics;

    /**
     * What is wanted; ends are exclusive.
     *
     * @param endMapIndex {@link Integer#MAX_VALUE} for all from the start
     */
    public record Ranges(int startMapIndex, int endMapIndex, int startPartition, int endPartition) {}

    private ElasticShuffleReader(
            ExecutorShuffle executor,
            ShuffleDependency<K, ?, C> dependency,
            Ranges ranges,
            TaskContext context,
            ShuffleReadMetricsReporter metrics) {
        this.executor = executor;
        this.dependency = dependency;
        this.ranges = ranges;
        this.context = context;
        this.metrics = metrics;
    }

    public static <K, C> ElasticShuffleReader<K, C> of(
            ExecutorShuffle executor,
            ShuffleDependency<K, ?, C> dependency,
            Ranges ranges,
            TaskContext context,
            ShuffleReadMetricsReporter metrics) {
        return new ElasticShuffleReader<>(executor, dependency, ranges, context, metrics);
    }

    @Override
    public Iterator<Product2<K, C>> read() {
        SparkEnv env = SparkEnv.get();
        List<WantedOutput> wanted = WantedOutputs.from(
                env.mapOutputTracker()
                        .getMapSizesByExecutorId(
                                dependency.shuffleId(),
                                ranges.startMapIndex(),
                                ranges.endMapIndex(),
                                ranges.startPartition(),
                                ranges.endPartition()),
                ranges.startPartition(),
                ranges.endPartition());
        long maxBytesInFlight = env.conf().getSizeAsMb("spark.reducer.maxSizeInFlight", "48m") * 1024 * 1024;
        RecordIterator records = new RecordIterator(
                new FetchIterator(
                        WantedOutputs.requests(wanted, Math.max(1, maxBytesInFlight / REQUESTS_IN_FLIGHT)),
                        executor.threads(),
                        fetch(),
                        metrics,
                        new Losses(executor.driver()),
                        maxBytesInFlight),
                env.serializerManager(),
                dependency.serializer().newInstance(),
                batchIsLegal(env.conf()),
                context,
                metrics);
        context.addTaskCompletionListener((TaskCompletionListener) ended -> records.close());
        return Combining.of(dependency, context, records);
    }

    private PersistentFetch fetch() {
        SegmentFetcher fetcher = new SegmentFetcher(
                executor.openContainers(),
                executor.indexes(),
                executor.buffers(),
                executor.settings().joinGapBytes());
        return new PersistentFetch(
                fetcher,
                executor.openContainers(),
                executor.settings().deadline(),
                () -> context.isCompleted() || context.isInterrupted());
    }

    /** Several partitions in one stream: only if asked for, and if neither serializer, codec nor cipher minds. */
    private boolean batchIsLegal(SparkConf conf) {
        if (ranges.endPartition() - ranges.startPartition() <= 1
                || !"true".equals(context.getLocalProperty(BATCH_PROPERTY))
                || !dependency.serializer().supportsRelocationOfSerializedObjects()
                || conf.getBoolean("spark.io.encryption.enabled", false)) {
            return false;
        }
        return !conf.getBoolean("spark.shuffle.compress", true)
                || CompressionCodec$.MODULE$.supportsConcatenationOfSerializedStreams(
                        CompressionCodec.createCodec(conf));
    }
}
