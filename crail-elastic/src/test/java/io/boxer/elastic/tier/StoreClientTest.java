// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Reads and writes of the tier while all is well, and callers that stop waiting. */
class StoreClientTest extends StoreClientFixture {
    @Test
    void whatWasWrittenIsRead() throws Exception {
        ByteBuffer written = bytes(100_000);

        assertThat(write(0, written).get()).isEqualTo(100_000);
        assertThat(read(0, 100_000)).isEqualTo(written);
        assertThat(read(12_345, 777)).isEqualTo(written.slice(12_345, 777));
        assertThat(namenode.asked()).isZero();
        assertThat(client.statistics().bytesWritten()).isEqualTo(100_000);
        assertThat(client.statistics().bytesRead()).isEqualTo(100_777);
    }

    @Test
    void aWholeBlockFitsThroughSmallSocketBuffers() throws Exception {
        ByteBuffer written = bytes(BLOCK_SIZE);

        write(0, written).get();

        assertThat(read(0, BLOCK_SIZE)).isEqualTo(written);
    }

    @Test
    void crailMovesThePositionOfABufferRightAfterTheCall() throws Exception {
        ByteBuffer source = bytes(5000);
        ByteBuffer expected = copy(source);
        Future<Integer> write = write(0, source);
        source.clear().position(4000).limit(4001);
        write.get();

        ByteBuffer target = ByteBuffer.allocateDirect(5000);
        Future<Integer> read = client.perform(BlockOperation.read(BLOCK, 0, 5000), at(first), target);
        target.clear().limit(1);
        read.get();

        assertThat(source.position()).isEqualTo(4000);
        assertThat(target.limit()).isEqualTo(1);
        assertThat(target.clear()).isEqualTo(expected);
    }

    @Test
    void manyOperationsAtOnceDoNotMixTheirBytes() throws Exception {
        List<Future<Integer>> writes = new ArrayList<>();
        ByteBuffer all = bytes(64 * 4096);
        for (int i = 0; i < 64; i++) {
            writes.add(write(i * 4096, all.slice(i * 4096, 4096)));
        }
        for (Future<Integer> write : writes) {
            write.get();
        }

        List<ByteBuffer> targets = new ArrayList<>();
        List<Future<Integer>> reads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            targets.add(ByteBuffer.allocateDirect(4096));
            reads.add(client.perform(BlockOperation.read(BLOCK, i * 4096, 4096), at(first), targets.get(i)));
        }
        for (int i = 63; i >= 0; i--) {
            reads.get(i).get();
            assertThat(targets.get(i)).isEqualTo(all.slice(i * 4096, 4096));
        }
    }

    @Test
    void anOperationThatNobodyWaitsForEndsAllTheSame() {
        Future<Integer> write = write(0, bytes(10));

        await().until(write::isDone);
        assertThat(first.bytes(BLOCK, 0, 10)).isNotEqualTo(new byte[10]);
    }

    @Test
    void aReaderWithoutAPlaceAsksTheNamenode() throws Exception {
        write(0, bytes(10)).get();

        client.perform(BlockOperation.read(BLOCK, 0, 10), Optional.empty(), ByteBuffer.allocateDirect(10))
                .get();

        assertThat(namenode.asked()).isEqualTo(1);
    }

    @Test
    void aPlaceThatWasLearntIsNotAskedForAgain() throws Exception {
        write(0, bytes(10)).get();
        for (int i = 0; i < 5; i++) {
            client.perform(BlockOperation.read(BLOCK, 0, 10), Optional.empty(), ByteBuffer.allocateDirect(10))
                    .get();
        }

        assertThat(namenode.asked()).isEqualTo(1);
    }

    @Test
    void whoStopsWaitingGetsTheBufferBackAtOnce() throws Exception {
        first.misbehave(FakeServer.silence());
        ByteBuffer target = ByteBuffer.allocateDirect(10);
        Future<Integer> read = client.perform(BlockOperation.read(BLOCK, 0, 10), at(first), target);

        long start = System.nanoTime();
        assertThatThrownBy(() -> read.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(1)).until(read::isDone);
    }

    @Test
    void anInterruptedCallerGetsTheBufferBackAtOnce() throws Exception {
        first.misbehave(FakeServer.silence());
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                read(0, 10);
            } catch (Exception e) {
                seen.set(e);
            }
        });
        caller.start();
        await().until(() -> first.isInnocent());
        caller.interrupt();
        caller.join(2000);

        assertThat(caller.isAlive()).isFalse();
        assertThat(seen.get()).isNotNull();
    }

    @Test
    void aClosedStoreSaysSo() {
        client.close();

        assertThatThrownBy(() -> read(0, 10)).hasMessageContaining("the store is closed");
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        for (int i = 0; i < 20; i++) {
            write(0, bytes(10)).get();
            read(0, 10);
        }

        assertThat(first.connections()).isLessThanOrEqualTo(2);
    }
}
