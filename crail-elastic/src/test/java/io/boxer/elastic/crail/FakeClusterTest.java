// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.tier.BlockLostException;
import io.boxer.elastic.tier.FakeDatanode;
import io.boxer.elastic.tier.FakeServer;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.crail.CrailFile;
import org.apache.crail.CrailInputStream;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNode;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailOutputStream;
import org.apache.crail.CrailStorageClass;
import org.apache.crail.conf.CrailConfiguration;
import org.apache.crail.conf.CrailConstants;
import org.apache.crail.storage.StorageTier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with fake servers, and what Crail's own client does not survive, with faults that only fakes commit on demand. */
class FakeClusterTest extends StoreContract {
    private final Path directory;
    private final FakeDatanode first;
    private final FakeDatanode second;
    private final FakeNamenode namenode;
    private final CrailSettings settings;

    FakeClusterTest(@TempDir Path directory) throws IOException {
        Path keyFile = directory.resolve("cluster.key");
        ClusterKey key = ClusterKey.loadOrCreate(keyFile);
        ClusterId cluster = ClusterId.random();
        this.directory = directory;
        first = new FakeDatanode(key, cluster, BLOCK_SIZE, 1);
        second = new FakeDatanode(key, cluster, BLOCK_SIZE, 2);
        namenode = new FakeNamenode(key, cluster, BLOCK_SIZE, first, second);
        settings = CrailSettings.of(namenode.address())
                .withBlockSize(DataSize.ofBytes(BLOCK_SIZE))
                .withBufferSize(DataSize.ofBytes(BLOCK_SIZE))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5))
                .withKeyFile(keyFile);
    }

    @Override
    protected CrailSettings cluster() {
        return settings;
    }

    @AfterEach
    void stop() throws Exception {
        closeStore();
        namenode.close();
        first.close();
        second.close();
    }

    @Test
    void aBlockThatMovesBetweenTwoWritesAndBetweenTwoReadsChangesNothing() throws Exception {
        CrailFile file = create("/moving", CrailNodeType.DATAFILE).asFile();
        CrailOutputStream out = file.getDirectOutputStream(0);
        byte[] written = bytes(3 * 1000);
        out.write(buffer(written, 0, 1000)).get();
        moveFirstBlock("/moving");
        out.write(buffer(written, 1000, 1000)).get();
        moveFirstBlock("/moving");
        out.write(buffer(written, 2000, 1000)).get();
        out.close();

        CrailInputStream in = file("/moving").getDirectInputStream(3000);
        byte[] part = new byte[1500];
        read(in, part);
        moveFirstBlock("/moving");
        byte[] rest = new byte[1500];
        read(in, rest);
        in.close();

        assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(written, 0, 1500));
        assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(written, 1500, 3000));
    }

    private void moveFirstBlock(String path) {
        boolean atFirst = namenode.blocks(path).get(0).node().equals(first.ref());
        namenode.move(path, 0, atFirst ? first : second, atFirst ? second : first);
    }

    @Test
    void aReaderAsksTheNamenodeOncePerFile() throws Exception {
        write("/many-blocks", 20 * BLOCK_SIZE, 20 * BLOCK_SIZE);
        try (Closing reader = new Closing(ElasticCrailStore.open(settings))) {
            int before = namenode.asked(ClientRequest.GetBlocks.class);

            CrailFile file = reader.store().lookup("/many-blocks").get().asFile();
            CrailInputStream in = file.getDirectInputStream(file.getCapacity());
            read(in, new byte[20 * BLOCK_SIZE]);
            in.close();

            assertThat(namenode.asked(ClientRequest.GetFile.class)).isEqualTo(1);
            assertThat(namenode.asked(ClientRequest.GetBlocks.class)).isEqualTo(before);
        }
    }

    @Test
    void aWriterGetsItsBlocksAheadAndNeverMoreThanEight() throws Exception {
        write("/growing", 7 * BLOCK_SIZE, BLOCK_SIZE / 2);
        assertThat(namenode.asked(ClientRequest.GetBlocks.class)).isEqualTo(3);
        assertThat(namenode.blocks("/growing")).hasSize(8);

        int length = 40;
        CrailFile file = create("/long", CrailNodeType.DATAFILE).asFile();
        CrailOutputStream out = file.getDirectOutputStream(0);
        for (int index = 0; index < length; index++) {
            out.write(buffer(bytes(BLOCK_SIZE), 0, BLOCK_SIZE)).get();
            assertThat(namenode.blocks("/long").size()).isLessThanOrEqualTo(index + 1 + FileBlocks.MAX_AHEAD);
        }
        out.close();

        assertThat(file("/long").getCapacity()).isEqualTo(length * (long) BLOCK_SIZE);
    }

    @Test
    void aNamedFileIsMadeInOneMessage() throws Exception {
        create("/named", CrailNodeType.DATAFILE);

        assertThat(namenode.asked(ClientRequest.CreateFile.class)).isEqualTo(1);
        assertThat(namenode.asked(ClientRequest.WriteRecord.class)).isZero();
    }

    @Test
    void aCreateWhoseAnswerIsLostDoesNotFindItsOwnFile() throws Exception {
        namenode.misbehave(FakeServer.serveAndLoseTheAnswer());

        assertThat(create("/once", CrailNodeType.DATAFILE).getPath()).isEqualTo("/once");
        assertThat(namenode.asked(ClientRequest.CreateFile.class)).isEqualTo(2);
    }

    @Test
    void aDeleteWhoseAnswerIsLostStillFindsWhatItDeleted() throws Exception {
        create("/once", CrailNodeType.DATAFILE);
        namenode.misbehave(FakeServer.serveAndLoseTheAnswer());

        assertThat(store.delete("/once", false).get()).isNotNull();
    }

    @Test
    void aNamenodeThatIsAwayForAWhileIsWaitedFor() throws Exception {
        byte[] written = write("/stays", 100, 100);
        namenode.kill();

        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(() -> quietly(() -> readAll("/stays", 100)));
        await().until(() -> StoreControl.of(store).statistics().namenodeRetries() > 4);
        namenode.restart();

        assertThat(reading.get()).isEqualTo(written);
    }

    private static <T> T quietly(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void aNodeThatDiesTakesItsBlocksAndTheReaderIsToldSo() throws Exception {
        write("/lost", 100, 100);
        long block = namenode.blocks("/lost").get(0).block();
        namenode.say(block, new ClientReply.Lost(block, "spot-1 died"));
        first.kill();
        second.kill();

        assertThatThrownBy(() -> readAll("/lost", 100))
                .satisfies(failure -> assertThat(BlockLostException.in(failure)).isPresent());
    }

    @Test
    void anOpenStreamOnADeletedFileDoesNotReadAnotherFilesBytes() throws Exception {
        write("/old", 1000, 1000);
        CrailInputStream in = file("/old").getDirectInputStream(1000);
        long block = namenode.blocks("/old").get(0).block();
        store.delete("/old", false).get();
        first.drop(block);
        second.drop(block);
        write("/new", 1000, 1000);

        assertThatThrownBy(() -> read(in, new byte[1000]))
                .hasStackTraceContaining("FileNotFoundException")
                .hasMessageContaining("was deleted");
    }

    @Test
    void aListingThatCannotBeReadIsAnErrorAndNotAShortListing() throws Exception {
        create("/dir", CrailNodeType.DIRECTORY);
        create("/dir/a", CrailNodeType.DATAFILE);
        Iterator<String> entries = lookup("/dir").asContainer().listEntries();
        namenode.misbehave(FakeServer.answer(new ClientReply.Failed(1, "the directory is on fire")));

        assertThatThrownBy(entries::hasNext)
                .isInstanceOf(IOError.class)
                .hasMessageContaining("the directory is on fire");
    }

    @Test
    void aFullStoreSaysSoInTheNamenodesWords() {
        namenode.misbehave(FakeServer.answer(new ClientReply.Failed(11, "the store is full; add a node")));

        assertThatThrownBy(() -> create("/full", CrailNodeType.DATAFILE))
                .hasMessageContaining("createNode: ERROR: No free blocks: the store is full; add a node");
    }

    @Test
    void anErrorCodeThatCrailDoesNotKnowDoesNotBreakItsTable() {
        namenode.misbehave(FakeServer.answer(new ClientReply.Failed(4711, "something new")));

        assertThatThrownBy(() -> create("/strange", CrailNodeType.DATAFILE))
                .hasMessageContaining("Unknown error: something new");
    }

    @Test
    void anErrorAtLookupOtherThanAbsenceIsNotNull() {
        namenode.misbehave(FakeServer.answer(new ClientReply.Failed(1, "name=BB has the same 32-bit hash as /Aa")));

        assertThatThrownBy(() -> store.lookup("/BB").get()).hasMessageContaining("same 32-bit hash");
    }

    @Test
    void aFailedWriteDoesNotHangTheCloseOfTheStore() throws Exception {
        CrailFile file = create("/failed", CrailNodeType.DATAFILE).asFile();
        long block = namenode.blocks("/failed").get(0).block();
        first.drop(block);
        second.drop(block);
        namenode.say(block, new ClientReply.Lost(block, "gone"));
        CrailOutputStream out = file.getDirectOutputStream(0);
        assertThatThrownBy(() -> out.write(buffer(bytes(10), 0, 10)).get())
                .satisfies(failure -> assertThat(BlockLostException.in(failure)).isPresent());

        store.close();

        assertThatThrownBy(() -> store.lookup("/failed").get()).hasMessageContaining("the store is closed");
    }

    @Test
    void anotherBlockSizeIsRefusedWhenTheStoreIsOpened() throws Exception {
        store.close();

        assertThatThrownBy(() -> ElasticCrailStore.open(settings.withBlockSize(DataSize.ofBytes(2L * BLOCK_SIZE))))
                .hasMessageContaining("blockSize=128KiB here is not blockSize=64KiB of the other side");
    }

    @Test
    void aSecondStoreOfAnotherBlockSizeDoesNotDisturbTheFirst() throws Exception {
        assertThatThrownBy(() -> ElasticCrailStore.open(settings.withBlockSize(DataSize.ofBytes(2L * BLOCK_SIZE))))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("close the other store, or use another process");

        assertThat(CrailConstants.BLOCK_SIZE).isEqualTo(BLOCK_SIZE);
        byte[] written = write("/undisturbed", 3 * BLOCK_SIZE, 1000);
        assertThat(readAll("/undisturbed", 1000)).isEqualTo(written);
    }

    @Test
    void twoStoresOfOneConfigurationLiveAndCloseApart() throws Exception {
        CrailConfiguration one = settings.toConfiguration();
        try (Closing stays = new Closing(new ElasticCrailStore(one))) {
            new ElasticCrailStore(one).close();

            assertThat(stays.store().lookup("/nowhere").get()).isNull();
        }
    }

    @Test
    void anotherKeyIsRefusedWhenTheStoreIsOpened() throws Exception {
        store.close();

        assertThatThrownBy(() -> ElasticCrailStore.open(settings.withKeyFile(directory.resolve("other.key"))))
                .hasMessageContaining("it has another key");
    }

    @Test
    void crailsServersAreRefusedWithTheWayOut() throws Exception {
        StorageTier tier = StorageTier.createInstance(ElasticTier.class.getName());

        assertThatThrownBy(tier::launchServer).hasMessageContaining("boxer datanode");
    }

    @Test
    void timesThatTheConfigurationDoesNotSetAreOursAndNotCrails() throws Exception {
        store.close();
        CrailConstants.DATA_TIMEOUT = 1000;
        CrailConstants.RPC_TIMEOUT = 1000;
        CrailConfiguration four = CrailConfiguration.createEmptyConfiguration();
        four.set("crail.namenode.address", "crail://" + namenode.address());
        four.set("crail.namenode.rpctype", "io.boxer.elastic.crail.ElasticRpc");
        four.set("crail.storage.types", "io.boxer.elastic.crail.ElasticTier");
        four.set("crail.cacheimpl", "io.boxer.elastic.crail.ElasticBufferCache");
        four.set("boxer.key-file", directory.resolve("cluster.key").toString());

        store = new ElasticCrailStore(four);

        assertThat(CrailConstants.DATA_TIMEOUT).isEqualTo(15_000);
        assertThat(CrailConstants.RPC_TIMEOUT).isEqualTo(15_000);
    }

    @Test
    void deletesLeaveNoStreamOpenInCrail() throws Exception {
        for (int i = 0; i < 50; i++) {
            create("/short-lived", CrailNodeType.DATAFILE);
            CrailNode gone = store.delete("/short-lived", false).get();
            assertThat(gone.getPath()).isEqualTo("/short-lived");
        }

        assertThat(((ElasticCrailStore) store).getBufferCache().printStatistics())
                .contains("cacheMiss 1,");
        store.create("/x", CrailNodeType.DATAFILE, CrailStorageClass.DEFAULT, CrailLocationClass.DEFAULT, true)
                .get();
    }
}
