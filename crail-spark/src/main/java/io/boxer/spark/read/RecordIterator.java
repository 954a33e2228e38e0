// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.serializer.SerializerManager;
import org.apache.spark.shuffle.ShuffleReadMetricsReporter;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.ShuffleBlockBatchId;
import org.apache.spark.storage.ShuffleBlockId;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * Key-value pairs of the fetched outputs: one stream for each partition, or one for a whole range where that is legal,
 * decrypted and decompressed by Spark.
 *
 * <p>Confined to the task's thread.
 */
final class RecordIterator extends AbstractIterator<Tuple2<Object, Object>> {
    private final FetchIterator outputs;
    private final SerializerManager streams;
    private final SerializerInstance serializer;
    private final boolean batch;
    private final TaskContext context;
    private final ShuffleReadMetricsReporter metrics;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private Iterator<Tuple2<Object, Object>> records = scala.collection.Iterator$.MODULE$.empty();
    private @Nullable DeserializationStream open;
    private boolean ended;

    private record Block(BlockId id, InputStream bytes) {}

    RecordIterator(
            FetchIterator outputs,
            SerializerManager streams,
            SerializerInstance serializer,
            boolean batch,
            TaskContext context,
            ShuffleReadMetricsReporter metrics) {
        this.outputs = outputs;
        this.streams = streams;
        this.serializer = serializer;
        this.batch = batch;
        this.context = context;
        this.metrics = metrics;
    }

    @Override
    public boolean hasNext() {
        while (!records.hasNext()) {
            Optional<Block> block = nextBlock();
            if (block.isEmpty()) {
                end();
                return false;
            }
            DeserializationStream stream = serializer.deserializeStream(
                    streams.wrapStream(block.get().id(), block.get().bytes()));
            open = stream;
            records = stream.asKeyValueIterator();
        }
        return true;
    }

    @Override
    public Tuple2<Object, Object> next() {
        // throws NoSuchElementException itself at the end
        boolean more = hasNext();
        Tuple2<Object, Object> record = records.next();
        if (more) {
            metrics.incRecordsRead(1);
        }
        return record;
    }

    private Optional<Block> nextBlock() {
        while (blocks.isEmpty()) {
            Optional<FetchedOutput> output;
            try {
                output = outputs.next();
            } catch (InterruptedException e) {
                throw Sneaky.rethrow(e);
            }
            if (output.isEmpty()) {
                return Optional.empty();
            }
            split(output.get());
        }
        return Optional.of(blocks.pop());
    }

    private void split(FetchedOutput output) {
        int shuffleId = output.wanted().output().shuffleId();
        long mapId = output.wanted().output().mapId();
        if (batch && output.firstEntry() < output.endEntry()) {
            blocks.add(new Block(
                    new ShuffleBlockBatchId(
                            shuffleId,
                            mapId,
                            output.wanted().startPartition(),
                            output.wanted().endPartition()),
                    output.bytes().stream(0, output.bytes().length())));
            return;
        }
        for (int entry = output.firstEntry(); entry < output.endEntry(); entry++) {
            blocks.add(new Block(
                    new ShuffleBlockId(shuffleId, mapId, output.index().partition(entry)),
                    output.bytes().stream(output.start(entry), output.index().length(entry))));
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            context.taskMetrics().mergeShuffleReadMetrics();
        }
    }

    /** When the task ends, however it ends: a reader that stops early leaves a decompressor open. */
    void close() {
        outputs.stop();
        if (open != null) {
            open.close();
        }
    }
}
