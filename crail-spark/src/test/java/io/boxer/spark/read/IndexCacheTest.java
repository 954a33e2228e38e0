// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IndexCacheTest {
    private static SegmentIndex index(int shuffleId, long mapId) {
        return SegmentIndex.of(new OutputId(shuffleId, mapId), new long[] {1, 1}, new int[2]);
    }

    private final long each = index(0, 0).heapBytes();

    @Test
    void theLongestUnusedIndexIsDroppedFirst() throws Exception {
        IndexCache cache = new IndexCache(2 * each);
        AtomicInteger reads = new AtomicInteger();
        for (long mapId : new long[] {1, 2, 1, 3, 1, 2}) {
            cache.get(new OutputId(0, mapId), () -> {
                reads.incrementAndGet();
                return index(0, mapId);
            });
        }

        // 1, 2, 3, and 2 again: 3 pushed it out while 1 was used
        assertThat(reads).hasValue(4);
        assertThat(cache.bytes()).isEqualTo(2 * each);
    }

    @Test
    void tasksThatWantTheSameIndexReadItOnce() throws Exception {
        IndexCache cache = new IndexCache(10 * each);
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService tasks = Executors.newFixedThreadPool(4);
        try {
            List<Future<SegmentIndex>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(tasks.submit(() -> cache.get(new OutputId(0, 1), () -> {
                    reads.incrementAndGet();
                    reading.countDown();
                    awaitQuietly(go);
                    return index(0, 1);
                })));
            }
            reading.await();
            go.countDown();
            for (Future<SegmentIndex> result : results) {
                assertThat(result.get(10, TimeUnit.SECONDS).entries()).isEqualTo(2);
            }
        } finally {
            tasks.shutdownNow();
        }

        assertThat(reads).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aFailedReadIsTriedAgainByTheNextTask() throws Exception {
        IndexCache cache = new IndexCache(10 * each);

        assertThatThrownBy(() -> cache.get(new OutputId(0, 1), () -> {
                    throw new IOException("away");
                }))
                .hasMessage("away");

        assertThat(cache.get(new OutputId(0, 1), () -> index(0, 1)).entries()).isEqualTo(2);
    }

    @Test
    void aForgottenShufflesIndexesGoAndNoOthers() throws Exception {
        IndexCache cache = new IndexCache(10 * each);
        cache.get(new OutputId(0, 1), () -> index(0, 1));
        cache.get(new OutputId(1, 2), () -> index(1, 2));

        cache.forget(0);

        assertThat(cache.bytes()).isEqualTo(each);
    }
}
