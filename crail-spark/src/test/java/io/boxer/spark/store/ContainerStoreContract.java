// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do; run against the real one and against the tests' directory. */
public abstract class ContainerStoreContract {
    private ContainerStore store;

    /** Connects; {@code directory} is empty and at the store's disposal. */
    protected abstract ContainerStore connect(Path directory) throws Exception;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        store = connect(directory);
        store.createDirectory("/spark");
        store.createDirectory("/spark/app");
        store.createDirectory("/spark/app/1");
    }

    @AfterEach
    void close() throws Exception {
        store.delete("/spark");
        store.close();
    }

    private static ByteBuffer random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.allocateDirect(size).put(bytes).flip();
    }

    private static ByteBuffer read(ContainerReader reader, long position, int size) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(size);
        reader.read(position, target);
        assertThat(target.remaining()).isZero();
        return target.flip();
    }

    @Test
    void bytesComeBackFromAnyPosition() throws Exception {
        ByteBuffer bytes = random(3_000_000, 1);
        ContainerAppender appender = store.create("/spark/app/1/c");
        for (int at = 0; at < bytes.capacity(); at += 700_000) {
            appender.append(bytes.duplicate().position(at).limit(Math.min(bytes.capacity(), at + 700_000)));
        }
        appender.sync();

        ContainerReader reader = store.open("/spark/app/1/c");

        assertThat(appender.position()).isEqualTo(reader.length()).isEqualTo(3_000_000);
        assertThat(reader.containerId()).isEqualTo(appender.containerId());
        for (int at : new int[] {0, 1, 1_048_575, 1_048_576, 2_100_000}) {
            assertThat(read(reader, at, 800_001))
                    .isEqualTo(bytes.duplicate().position(at).limit(at + 800_001));
        }
    }

    @Test
    void appendingLeavesTheCallersOtherViewsAlone() throws Exception {
        ByteBuffer bytes = random(1000, 2);
        ByteBuffer view = bytes.duplicate().position(100).limit(300);
        ContainerAppender appender = store.create("/spark/app/1/c");
        appender.append(view);
        appender.sync();

        assertThat(view.remaining()).isZero();
        assertThat(bytes.remaining()).isEqualTo(1000);
        assertThat(read(store.open("/spark/app/1/c"), 0, 200))
                .isEqualTo(bytes.duplicate().position(100).limit(300));
    }

    @Test
    void aLaterSyncIsSeenByALaterLookUp() throws Exception {
        ContainerAppender appender = store.create("/spark/app/1/c");
        appender.append(random(10, 3));
        appender.sync();
        ContainerReader before = store.open("/spark/app/1/c");
        appender.append(random(20, 4));
        appender.sync();

        ContainerReader after = store.open("/spark/app/1/c");

        assertThat(before.length()).isEqualTo(10);
        assertThat(after.length()).isEqualTo(30);
        assertThat(read(after, 10, 20)).isEqualTo(random(20, 4));
        assertThatThrownBy(() -> read(before, 5, 6)).isInstanceOf(IOException.class);
    }

    @Test
    void whatWasRemovedIsMissingAndNotEmpty() throws Exception {
        ContainerAppender appender = store.create("/spark/app/1/c");
        appender.append(random(10, 5));
        appender.sync();
        appender.close();
        store.delete("/spark/app/1");

        assertThatThrownBy(() -> store.open("/spark/app/1/c")).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> store.create("/spark/app/1/d")).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void aReaderOfARemovedContainerHearsThatItIsGone() throws Exception {
        ContainerAppender appender = store.create("/spark/app/1/c");
        appender.append(random(10, 6));
        appender.sync();
        ContainerReader reader = store.open("/spark/app/1/c");
        store.delete("/spark/app/1");

        assertThatThrownBy(() -> read(reader, 0, 10)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void appendingToARemovedContainerFails() throws Exception {
        ContainerAppender appender = store.create("/spark/app/1/c");
        appender.append(random(10, 7));
        appender.sync();
        store.delete("/spark/app/1");

        assertThatThrownBy(() -> {
                    appender.append(random(10, 7));
                    appender.sync();
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void removingNothingAndMakingADirectoryTwiceAreNoErrors() throws Exception {
        store.delete("/spark/app/2");
        store.createDirectory("/spark/app/1");
        store.createDirectory("/spark/app/1");

        assertThat(store.lost("/spark/app")).isEmpty();
    }

    @Test
    void aDirectoryNeedsItsParent() {
        assertThatThrownBy(() -> store.createDirectory("/spark/none/1")).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void aLeaseNeedsItsDirectory() throws Exception {
        store.leaseDirectory("/spark/app", Duration.ofMinutes(1));
        store.leaseDirectory("/spark/app", Duration.ofMinutes(1));

        assertThatThrownBy(() -> store.leaseDirectory("/spark/none", Duration.ofMinutes(1)))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void readsAndWritesAreCountedAndTheLongestOfThemIsTakenOnce() throws Exception {
        StoreCounts before = store.counts();
        ContainerAppender appender = store.create("/spark/app/1/c");
        appender.append(random(3000, 8));
        appender.sync();
        assertThat(read(store.open("/spark/app/1/c"), 1000, 2000).remaining()).isEqualTo(2000);

        StoreCounts after = store.counts();

        assertThat(after.bytesWritten() - before.bytesWritten()).isEqualTo(3000);
        assertThat(after.bytesRead() - before.bytesRead()).isEqualTo(2000);
        assertThat(after.reads()).isGreaterThan(before.reads());
        assertThat(after.writes()).isGreaterThan(before.writes());
        LongestWaits taken = store.takeLongestWaits();
        assertThat(taken.readMillis()).isNotNegative();
        assertThat(store.takeLongestWaits()).isEqualTo(LongestWaits.NONE);
    }
}
