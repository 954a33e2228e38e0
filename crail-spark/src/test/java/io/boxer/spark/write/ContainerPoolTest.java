// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.spark.DirectBuffers;
import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.fixture.DirectoryStore;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerPoolTest {
    private static final int SHUFFLE = 4;
    private static final long ROLL = 100;

    private final Set<Integer> removed = new HashSet<>();
    private DirectoryStore store;
    private ContainerPool pool;

    @BeforeEach
    void connect(@TempDir Path base) throws Exception {
        store = new DirectoryStore(base);
        store.createDirectory("/app");
        pool = new ContainerPool(store, this::open, "/app", "12", ROLL);
    }

    private void open(int shuffleId) throws java.io.IOException {
        if (removed.contains(shuffleId)) {
            throw new FileNotFoundException("removed");
        }
        store.createDirectory("/app/" + shuffleId);
    }

    private SegmentWriter writer(long mapId) {
        return new SegmentWriter(pool, new DirectBuffers(64, 4), new OutputId(SHUFFLE, mapId), 3, 256);
    }

    private SegmentLocation write(long mapId, String bytes) throws Exception {
        SegmentWriter writer = writer(mapId);
        writer.startPartition(1);
        writer.write(bytes.getBytes(StandardCharsets.UTF_8), 0, bytes.length());
        return writer.commit();
    }

    @Test
    void tasksOneAfterTheOtherShareAContainer() throws Exception {
        SegmentLocation first = write(1, "abc");
        SegmentLocation second = write(2, "defg");

        assertThat(second.container()).isEqualTo(first.container()).isEqualTo("12-1");
        assertThat(second.offset()).isEqualTo(first.end());
    }

    @Test
    void tasksAtTheSameTimeDoNot() throws Exception {
        LeasedContainer one = pool.lease(SHUFFLE);
        LeasedContainer other = pool.lease(SHUFFLE);

        assertThat(one.name()).isNotEqualTo(other.name());
    }

    @Test
    void aFullContainerIsRolled() throws Exception {
        SegmentLocation first = write(1, "x".repeat((int) ROLL));
        SegmentLocation second = write(2, "y");

        assertThat(second.container()).isNotEqualTo(first.container());
        assertThat(second.offset()).isZero();
    }

    @Test
    void anAbortedTasksContainerIsNotUsedAgain() throws Exception {
        SegmentWriter aborted = writer(1);
        aborted.startPartition(0);
        aborted.write(new byte[200], 0, 200);
        aborted.abort();
        aborted.abort();

        assertThat(write(2, "y").container()).isEqualTo("12-2");
    }

    @Test
    void aTaskThatWroteNothingLeasesNothing() throws Exception {
        SegmentWriter empty = writer(1);
        empty.startPartition(2);

        assertThat(empty.commit()).isEqualTo(SegmentLocation.nowhere());
        assertThat(store.containers("/app")).isEmpty();
    }

    @Test
    void partitionsMustIncrease() {
        SegmentWriter writer = writer(9);
        writer.startPartition(1);

        assertThatThrownBy(() -> writer.startPartition(1))
                .hasMessage("shuffle 4 map 9: partition 1 after partition 1; they must increase");
    }

    @Test
    void bytesAreVisibleAtTheCommit() throws Exception {
        SegmentLocation location = write(1, "hello");

        var reader = store.open("/app/4/12-1");
        ByteBuffer bytes = ByteBuffer.allocate(5);
        reader.read(location.offset(), bytes);
        assertThat(new String(bytes.array(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(reader.length()).isEqualTo(location.end());
    }

    @Test
    void anIdleContainerThatWentAwayIsReplacedAndTheTaskNotFailed() throws Exception {
        write(1, "abc");
        store.delete("/app/4");

        SegmentLocation second = write(2, "def");

        assertThat(second.container()).isEqualTo("12-2");
        assertThat(store.open("/app/4/12-2").length()).isEqualTo(second.end());
    }

    @Test
    void aLateWriterOfARemovedShuffleIsRefused() throws Exception {
        write(1, "abc");
        store.delete("/app/4");
        removed.add(SHUFFLE);

        assertThatThrownBy(() -> write(2, "def")).isInstanceOf(FileNotFoundException.class);
        assertThat(store.containers("/app")).isEmpty();
    }

    @Test
    void aContainerOfAForgottenShuffleIsClosedWhenItComesBack() throws Exception {
        LeasedContainer leased = pool.lease(SHUFFLE);
        pool.forget(SHUFFLE);
        pool.giveBack(leased);

        assertThat(pool.lease(SHUFFLE).name()).isNotEqualTo(leased.name());
    }
}
