// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.ElasticShuffleManager;
import io.boxer.spark.ExecutorShuffle;
import io.boxer.spark.container.OutputId;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.shuffle.api.ShuffleExecutorComponents;
import org.apache.spark.shuffle.api.ShuffleMapOutputWriter;
import org.apache.spark.shuffle.api.SingleSpillShuffleMapOutputWriter;
import org.jspecify.annotations.Nullable;

/** Makes the writers of map outputs on an executor. Thread-safe once initialised, which Spark does first. */
public final class ElasticExecutorComponents implements ShuffleExecutorComponents {
    private volatile @Nullable ExecutorShuffle shuffle;

    @Override
    public void initializeExecutor(String applicationId, String executorId, Map<String, String> extraSettings) {
        shuffle = ElasticShuffleManager.of(SparkEnv.get()).executor();
    }

    @Override
    public ShuffleMapOutputWriter createMapOutputWriter(int shuffleId, long mapId, int partitions) {
        OutputId output = new OutputId(shuffleId, mapId);
        return new SegmentMapOutputWriter(
                segment(output, partitions), output, initialised().committed());
    }

    @Override
    public Optional<SingleSpillShuffleMapOutputWriter> createSingleFileMapOutputWriter(int shuffleId, long mapId) {
        return Optional.of(new SpillFileWriter(
                new OutputId(shuffleId, mapId), initialised().committed(), this::segment));
    }

    private SegmentWriter segment(OutputId output, int partitions) {
        ExecutorShuffle executor = initialised();
        return new SegmentWriter(
                executor.containers(),
                executor.buffers(),
                output,
                partitions,
                executor.settings().inlineIndexBytes());
    }

    private ExecutorShuffle initialised() {
        ExecutorShuffle executor = shuffle;
        if (executor == null) {
            throw new IllegalStateException("Spark asked for a writer before it initialised the executor components");
        }
        return executor;
    }
}
