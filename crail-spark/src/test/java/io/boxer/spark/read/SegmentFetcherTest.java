// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.spark.DirectBuffers;
import io.boxer.spark.container.CorruptSegmentException;
import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentIndex;
import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.fixture.DirectoryStore;
import io.boxer.spark.store.BytesLostException;
import io.boxer.spark.store.ContainerAppender;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFetcherTest {
    private static final int SHUFFLE = 1;
    private static final int PARTITIONS = 5;

    private final Random random = new Random(17);
    private final List<byte[][]> written = new ArrayList<>();
    private final List<SegmentLocation> locations = new ArrayList<>();
    private Path base;
    private DirectoryStore store;
    private ContainerAppender container;
    private OpenContainers containers;
    private SegmentFetcher fetcher;

    @BeforeEach
    void connect(@TempDir Path base) throws Exception {
        this.base = base;
        store = new DirectoryStore(base);
        store.createDirectory("/app");
        store.createDirectory("/app/1");
        container = store.create("/app/1/c");
        containers = new OpenContainers(store, "/app");
        // a buffer smaller than a partition, so that every range takes several reads
        fetcher = new SegmentFetcher(containers, new IndexCache(10_000), new DirectBuffers(4096, 2), 1000);
    }

    /** Appends a segment whose partition p has sizes[p] random bytes. */
    private void segment(boolean inlineIndex, int... sizes) throws Exception {
        OutputId output = new OutputId(SHUFFLE, locations.size());
        byte[][] partitions = new byte[PARTITIONS][];
        long[] lengths = new long[PARTITIONS];
        int[] checksums = new int[PARTITIONS];
        long offset = container.position();
        for (int p = 0; p < PARTITIONS; p++) {
            partitions[p] = new byte[sizes[p]];
            random.nextBytes(partitions[p]);
            lengths[p] = sizes[p];
            CRC32C checksum = new CRC32C();
            checksum.update(partitions[p]);
            checksums[p] = (int) checksum.getValue();
            container.append(ByteBuffer.wrap(partitions[p]));
        }
        byte[] index = SegmentIndex.of(output, lengths, checksums).encode();
        container.append(ByteBuffer.wrap(index));
        container.sync();
        long length = container.position() - offset - index.length;
        locations.add(new SegmentLocation(
                "c",
                container.containerId(),
                offset,
                length,
                index.length,
                inlineIndex ? java.util.Base64.getEncoder().encodeToString(index) : ""));
        written.add(partitions);
    }

    private WantedOutput wanted(int map, int startPartition, int endPartition) {
        OutputId output = new OutputId(SHUFFLE, map);
        SegmentLocation location = locations.get(map);
        return new WantedOutput(
                output,
                map,
                location.toBlockManagerId(output),
                location,
                startPartition,
                startPartition,
                endPartition,
                1000);
    }

    private void assertHolds(FetchedOutput fetched, int map, int partition, int entry) throws Exception {
        assertThat(fetched.index().partition(entry)).isEqualTo(partition);
        byte[] bytes = fetched.bytes().stream(
                        fetched.start(entry), fetched.index().length(entry))
                .readAllBytes();
        assertThat(bytes).isEqualTo(written.get(map)[partition]);
    }

    @Test
    void neighboursAndDistantOutputsComeBackAsTheyWereWritten() throws Exception {
        segment(false, 10_000, 0, 300, 70_000, 5);
        segment(true, 0, 9_000, 300, 1, 0);
        segment(false, 1, 1, 1, 300_000, 1);

        List<FetchedOutput> fetched = fetcher.fetch(List.of(wanted(0, 2, 4), wanted(1, 0, 5), wanted(2, 3, 4)));

        assertHolds(fetched.get(0), 0, 2, 1);
        assertHolds(fetched.get(0), 0, 3, 2);
        assertHolds(fetched.get(1), 1, 1, 0);
        assertHolds(fetched.get(1), 1, 3, 2);
        assertHolds(fetched.get(2), 2, 3, 3);
        assertThat(fetched.get(2).endEntry() - fetched.get(2).firstEntry()).isEqualTo(1);
    }

    @Test
    void manySmallOutputsInOneReadDoNotMix() throws Exception {
        List<WantedOutput> all = new ArrayList<>();
        for (int map = 0; map < 50; map++) {
            segment(map % 2 == 0, random.nextInt(300), random.nextInt(50), 0, random.nextInt(5000), random.nextInt(9));
        }
        for (int map = 0; map < 50; map++) {
            all.add(wanted(map, 1, 5));
        }

        List<FetchedOutput> fetched = fetcher.fetch(all);

        for (int map = 0; map < 50; map++) {
            FetchedOutput output = fetched.get(map);
            for (int entry = output.firstEntry(); entry < output.endEntry(); entry++) {
                assertHolds(output, map, output.index().partition(entry), entry);
            }
        }
    }

    @Test
    void aContainerThatGrewIsLookedUpAgain() throws Exception {
        segment(true, 10, 0, 0, 0, 0);
        fetcher.fetch(List.of(wanted(0, 0, 5)));
        segment(true, 20, 0, 0, 0, 0);

        assertHolds(fetcher.fetch(List.of(wanted(1, 0, 5))).get(0), 1, 0, 0);
    }

    @Test
    void aChangedByteIsNoticed() throws Exception {
        segment(true, 100, 100, 0, 0, 0);
        byte[] data = Files.readAllBytes(base.resolve("app/1/c.data"));
        data[150] ^= 1;
        Files.write(base.resolve("app/1/c.data"), data);

        assertThatThrownBy(() -> fetcher.fetch(List.of(wanted(0, 0, 2))))
                .isInstanceOf(CorruptSegmentException.class)
                .hasMessage("shuffle 1 map 0 partition 1: checksum of 100 bytes differs");
    }

    @Test
    void aLossNamesTheOutputItHitAndNoNeighbour() throws Exception {
        segment(true, 100, 0, 0, 0, 0);
        segment(true, 100, 0, 0, 0, 0);
        segment(true, 100, 0, 0, 0, 0);
        store.lose(container.containerId(), locations.get(1).offset() + 5, 1, "node-1 died");
        FetchRequest request = new FetchRequest(List.of(wanted(0, 0, 1), wanted(1, 0, 1), wanted(2, 0, 1)), 300);

        FetchOutcome outcome = persistent(Duration.ofMinutes(1)).run(request);

        assertThat(outcome).isInstanceOfSatisfying(FetchOutcome.Failed.class, failed -> {
            assertThat(failed.output().mapIndex()).isEqualTo(1);
            assertThat(failed.cause()).isInstanceOf(BytesLostException.class).hasMessage("node-1 died");
        });
    }

    @Test
    void aRemovedContainerIsAnErrorAtOnceAndNotAnEmptyAnswer() throws Exception {
        segment(true, 100, 0, 0, 0, 0);
        store.delete("/app/1");

        FetchOutcome outcome = persistent(Duration.ofMinutes(1)).run(new FetchRequest(List.of(wanted(0, 0, 1)), 100));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(FileNotFoundException.class));
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedUntilTheDeadline() throws Exception {
        segment(true, 100, 0, 0, 0, 0);
        Path data = base.resolve("app/1/c.meta");
        Files.writeString(data, container.containerId() + " 3");
        long started = System.nanoTime();

        FetchOutcome outcome = persistent(Duration.ofMillis(300)).run(new FetchRequest(List.of(wanted(0, 0, 1)), 100));

        assertThat(outcome).isInstanceOf(FetchOutcome.Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(140));
    }

    private PersistentFetch persistent(Duration deadline) {
        return new PersistentFetch(fetcher, containers, deadline, () -> false);
    }
}
