// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.elastic.tier.StoreStatistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.crail.CrailBuffer;
import org.apache.crail.CrailBufferedInputStream;
import org.apache.crail.CrailBufferedOutputStream;
import org.apache.crail.CrailFile;
import org.apache.crail.CrailInputStream;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNode;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailOutputStream;
import org.apache.crail.CrailResult;
import org.apache.crail.CrailStorageClass;
import org.apache.crail.CrailStore;
import org.apache.crail.core.CoreDataStore;
import org.apache.crail.memory.OffHeapBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a Crail program may rely on, whatever serves it. Each kind of cluster has a subclass that says how to get one. Blocks are
 * {@link #BLOCK_SIZE} bytes here, so that every file of some size crosses them.
 */
abstract class StoreContract {
    static final int BLOCK_SIZE = 64 * 1024;

    protected CrailStore store;

    private final Random random = new Random(11);

    /** @return how to reach a running, empty cluster with blocks of {@link #BLOCK_SIZE} */
    protected abstract CrailSettings cluster() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = ElasticCrailStore.open(cluster());
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    @Test
    void aFileThatWasCreatedIsFound() throws Exception {
        create("/a", CrailNodeType.DATAFILE);

        CrailNode node = lookup("/a");

        assertThat(node.getType()).isEqualTo(CrailNodeType.DATAFILE);
        assertThat(node.getCapacity()).isZero();
        assertThat(node.getPath()).isEqualTo("/a");
    }

    @Test
    void aFileThatIsNotThereIsNull() throws Exception {
        assertThat(store.lookup("/nowhere").get()).isNull();
        assertThat(store.lookup("/nowhere/below").get()).isNull();
    }

    @Test
    void aSecondCreateIsRefused() throws Exception {
        create("/a", CrailNodeType.DATAFILE);

        assertThatThrownBy(() -> create("/a", CrailNodeType.DATAFILE))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("File already exists");
        assertThatThrownBy(() -> create("/no/parent", CrailNodeType.DATAFILE))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("Parent node missing");
    }

    @Test
    void bytesAcrossBlocksComeBackEqual() throws Exception {
        byte[] written = write("/long", 5 * BLOCK_SIZE + 321, 10_007);

        assertThat(readAll("/long", 8_191)).isEqualTo(written);
        assertThat(readAll("/long", 3 * BLOCK_SIZE)).isEqualTo(written);
        assertThat(lookup("/long").getCapacity()).isEqualTo(written.length);
    }

    @Test
    void aReadThatCrossesABlocksEndHasTheRightBytes() throws Exception {
        byte[] written = write("/cross", 4 * BLOCK_SIZE, BLOCK_SIZE);
        CrailInputStream in = file("/cross").getDirectInputStream(0);

        for (int at : new int[] {BLOCK_SIZE - 1, BLOCK_SIZE / 2, 2 * BLOCK_SIZE - 7, 0, 3 * BLOCK_SIZE + 1}) {
            in.seek(at);
            byte[] part = new byte[Math.min(BLOCK_SIZE + 5, written.length - at)];
            read(in, part);
            assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(written, at, at + part.length));
        }
        in.close();
    }

    @Test
    void manyWritesMayBeOnTheirWay() throws Exception {
        byte[] written = bytes(7 * BLOCK_SIZE);
        CrailFile file = create("/async", CrailNodeType.DATAFILE).asFile();
        CrailOutputStream out = file.getDirectOutputStream(written.length);
        List<Future<CrailResult>> pending = new ArrayList<>();
        for (int at = 0; at < written.length; at += BLOCK_SIZE / 2) {
            pending.add(out.write(buffer(written, at, BLOCK_SIZE / 2)));
        }
        for (Future<CrailResult> write : pending) {
            assertThat(write.get().getLen()).isEqualTo(BLOCK_SIZE / 2);
        }
        out.close();

        assertThat(readAll("/async", BLOCK_SIZE)).isEqualTo(written);
    }

    @Test
    void oneWriteMayBeLongerThanManyBlocks() throws Exception {
        byte[] written = write("/one-write", 20 * BLOCK_SIZE, 20 * BLOCK_SIZE);

        assertThat(readAll("/one-write", 20 * BLOCK_SIZE)).isEqualTo(written);
    }

    @Test
    void bufferedStreamsCarryBytes() throws Exception {
        byte[] written = bytes(3 * BLOCK_SIZE + 17);
        CrailBufferedOutputStream out =
                create("/buffered", CrailNodeType.DATAFILE).asFile().getBufferedOutputStream(0);
        out.write(written, 0, 1000);
        out.write(written, 1000, written.length - 1000);
        out.close();

        CrailBufferedInputStream in = file("/buffered").getBufferedInputStream(written.length);
        assertThat(drain(in)).isEqualTo(written);
        in.close();
    }

    @Test
    void anotherStoreReadsWhatWasWritten() throws Exception {
        byte[] written = write("/shared", 2 * BLOCK_SIZE + 9, 5000);
        try (Closing other = new Closing(ElasticCrailStore.open(cluster()))) {
            CrailFile file = other.store.lookup("/shared").get().asFile();
            CrailInputStream in = file.getDirectInputStream(file.getCapacity());
            byte[] read = new byte[written.length];
            read(in, read);
            in.close();

            assertThat(read).isEqualTo(written);
        }
    }

    @Test
    void aPlainCrailStoreReadsAndWritesToo() throws Exception {
        try (Closing plain = new Closing(new CoreDataStore(cluster().toConfiguration()))) {
            CrailNode made = plain.store
                    .create(
                            "/plain",
                            CrailNodeType.DATAFILE,
                            CrailStorageClass.DEFAULT,
                            CrailLocationClass.DEFAULT,
                            true)
                    .get()
                    .syncDir();
            CrailOutputStream out = made.asFile().getDirectOutputStream(0);
            byte[] written = bytes(BLOCK_SIZE + 1);
            out.write(buffer(written, 0, written.length)).get();
            out.close();

            assertThat(readAll("/plain", 1000)).isEqualTo(written);
            assertThat(list("/")).contains("/plain");
            plain.store.delete("/plain", true).get().syncDir();
            assertThat(store.lookup("/plain").get()).isNull();
        }
    }

    @Test
    void aDirectoryListsItsChildren() throws Exception {
        create("/dir", CrailNodeType.DIRECTORY);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add("/dir/file-" + i);
            create("/dir/file-" + i, CrailNodeType.DATAFILE);
        }

        assertThat(list("/dir")).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aFileThatIsNotEnumerableIsFoundAndDeletedButNotListed() throws Exception {
        create("/dir", CrailNodeType.DIRECTORY);
        store.create(
                        "/dir/hidden",
                        CrailNodeType.DATAFILE,
                        CrailStorageClass.DEFAULT,
                        CrailLocationClass.DEFAULT,
                        false)
                .get();
        create("/dir/shown", CrailNodeType.DATAFILE);

        assertThat(list("/dir")).containsExactly("/dir/shown");
        assertThat(store.delete("/dir/hidden", false).get()).isNotNull();
        assertThat(store.lookup("/dir/hidden").get()).isNull();
        assertThat(list("/dir")).containsExactly("/dir/shown");
    }

    @Test
    void aDeletedFileIsGone() throws Exception {
        create("/dir", CrailNodeType.DIRECTORY);
        write("/dir/a", 100, 100);
        create("/dir/b", CrailNodeType.DATAFILE);

        store.delete("/dir/a", false).get();

        assertThat(store.lookup("/dir/a").get()).isNull();
        assertThat(list("/dir")).containsExactly("/dir/b");
        assertThat(store.delete("/dir/a", false).get()).isNull();
    }

    @Test
    void aDirectoryWithChildrenIsDeletedOnlyRecursively() throws Exception {
        create("/dir", CrailNodeType.DIRECTORY);
        create("/dir/a", CrailNodeType.DATAFILE);

        assertThatThrownBy(() -> store.delete("/dir", false).get()).hasMessageContaining("Cannot remove folder");
        assertThat(store.delete("/dir", true).get()).isNotNull();
        assertThat(store.lookup("/dir/a").get()).isNull();
    }

    @Test
    void aNameMayBeUsedAgainAfterADelete() throws Exception {
        write("/again", BLOCK_SIZE + 1, 1000);
        store.delete("/again", false).get();
        byte[] second = write("/again", BLOCK_SIZE + 2, 1000);

        assertThat(readAll("/again", 1000)).isEqualTo(second);
    }

    @Test
    void aRenamedFileKeepsItsBytes() throws Exception {
        create("/from", CrailNodeType.DIRECTORY);
        create("/to", CrailNodeType.DIRECTORY);
        byte[] written = write("/from/a", 2 * BLOCK_SIZE, 1000);

        assertThat(store.rename("/from/a", "/to/b").get().getPath()).isEqualTo("/to/b");

        assertThat(store.lookup("/from/a").get()).isNull();
        assertThat(readAll("/to/b", 1000)).isEqualTo(written);
        assertThat(list("/from")).isEmpty();
        assertThat(list("/to")).containsExactly("/to/b");
        assertThat(store.rename("/nowhere", "/to/c").get()).isNull();
    }

    @Test
    void aMultiFileIsReadAsOneStream() throws Exception {
        create("/multi", CrailNodeType.MULTIFILE);
        int total = 0;
        for (int i = 0; i < 5; i++) {
            total += write("/multi/" + i, 1000 * (i + 1), 500).length;
        }

        CrailBufferedInputStream in = lookup("/multi").asMultiFile().getMultiStream(5);
        byte[] read = drain(in);
        in.close();

        assertThat(read).hasSize(total);
    }

    @Test
    void aTableKeepsTheLastValueOfAKey() throws Exception {
        create("/table", CrailNodeType.TABLE);
        put("/table/key", bytes(300));
        byte[] last = bytes(500);
        put("/table/key", last);

        assertThat(readAll("/table/key", 1000)).isEqualTo(last);
        assertThat(list("/table")).containsExactly("/table/key");
    }

    @Test
    void blockLocationsAreShown() throws Exception {
        write("/located", 3 * BLOCK_SIZE, BLOCK_SIZE);

        assertThat(lookup("/located").getBlockLocations(0, 3 * BLOCK_SIZE)).hasSize(3);
    }

    @Test
    void aNameWithTheHashOfAnotherIsNeverServedAsTheOther() throws Exception {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        write("/Aa", 10, 10);

        assertThatThrownBy(() -> create("/BB", CrailNodeType.DATAFILE)).hasMessageContaining("Aa");
    }

    @Test
    void aLeasedDirectoryIsMadeWithThoseAboveIt() throws Exception {
        StoreControl control = StoreControl.of(store);

        control.leaseDirectory("/app/run-1", Duration.ofMinutes(1));
        control.leaseDirectory("/app/run-1", Duration.ofMinutes(1));

        assertThat(control.lost("/app")).isEmpty();
    }

    @Test
    void statisticsCountWhatWentThrough() throws Exception {
        write("/counted", 3000, 1000);
        readAll("/counted", 3000);

        StoreStatistics statistics = StoreControl.of(store).statistics();

        assertThat(statistics.bytesWritten()).isEqualTo(3000);
        assertThat(statistics.bytesRead()).isEqualTo(3000);
        assertThat(statistics.writes()).isEqualTo(3);
        assertThat(statistics.failures()).isZero();
    }

    // what the tests say in one word

    /** A second store, closed at the end of a test. */
    record Closing(CrailStore store) implements AutoCloseable {
        @Override
        public void close() {
            try {
                ((CoreDataStore) store).closeFileSystem();
            } catch (Exception unclean) {
                throw new IllegalStateException(unclean);
            }
        }
    }

    protected CrailNode create(String path, CrailNodeType type) throws Exception {
        return store.create(path, type, CrailStorageClass.DEFAULT, CrailLocationClass.DEFAULT, true)
                .get()
                .syncDir();
    }

    protected CrailNode lookup(String path) throws Exception {
        CrailNode node = store.lookup(path).get();
        assertThat(node).as(path).isNotNull();
        return node;
    }

    protected CrailFile file(String path) throws Exception {
        return lookup(path).asFile();
    }

    protected List<String> list(String path) throws Exception {
        List<String> names = new ArrayList<>();
        for (Iterator<String> entries = lookup(path).asContainer().listEntries(); entries.hasNext(); ) {
            names.add(entries.next());
        }
        return names;
    }

    protected byte[] write(String path, int length, int step) throws Exception {
        byte[] bytes = bytes(length);
        CrailFile file = create(path, CrailNodeType.DATAFILE).asFile();
        CrailOutputStream out = file.getDirectOutputStream(0);
        for (int at = 0; at < length; at += step) {
            out.write(buffer(bytes, at, Math.min(step, length - at))).get();
        }
        out.close();
        return bytes;
    }

    private void put(String path, byte[] value) throws Exception {
        CrailOutputStream out =
                create(path, CrailNodeType.KEYVALUE).asKeyValue().getDirectOutputStream(0);
        out.write(buffer(value, 0, value.length)).get();
        out.close();
    }

    protected byte[] readAll(String path, int step) throws Exception {
        CrailNode node = lookup(path);
        CrailFile file = node.getType() == CrailNodeType.KEYVALUE ? node.asKeyValue() : node.asFile();
        CrailInputStream in = file.getDirectInputStream(file.getCapacity());
        byte[] bytes = new byte[(int) file.getCapacity()];
        for (int at = 0; at < bytes.length; at += step) {
            byte[] part = new byte[Math.min(step, bytes.length - at)];
            read(in, part);
            System.arraycopy(part, 0, bytes, at, part.length);
        }
        in.close();
        return bytes;
    }

    protected static void read(CrailInputStream in, byte[] into) throws Exception {
        CrailBuffer buffer = OffHeapBuffer.wrap(ByteBuffer.allocateDirect(into.length));
        assertThat(in.read(buffer).get().getLen()).isEqualTo(into.length);
        buffer.flip();
        buffer.get(into);
    }

    private static byte[] drain(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        for (int count = in.read(chunk, 0, chunk.length); count > 0; count = in.read(chunk, 0, chunk.length)) {
            out.write(chunk, 0, count);
        }
        return out.toByteArray();
    }

    protected static CrailBuffer buffer(byte[] bytes, int offset, int length) throws IOException {
        return OffHeapBuffer.wrap(
                ByteBuffer.allocateDirect(length).put(bytes, offset, length).flip());
    }

    protected synchronized byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
