// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.DataSize;
import io.boxer.elastic.crail.ElasticCrailStore;
import io.boxer.elastic.tier.BlockLostException;
import io.boxer.elastic.trace.TraceReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.crail.CrailBuffer;
import org.apache.crail.CrailFile;
import org.apache.crail.CrailInputStream;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailOutputStream;
import org.apache.crail.CrailStorageClass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program written for Crail sees while nodes come, move their data away, die, and while the namenode restarts. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MovingStoreTest {
    private static final DataSize BLOCK = DataSize.parse("64KiB");

    @TempDir
    Path directory;

    private StoreFixture store;
    private ElasticCrailStore crail;

    @BeforeEach
    void open() throws Exception {
        store = new StoreFixture(directory, BLOCK);
        store.join("stable-1", "stable", "32MiB");
        store.join("spot-1", "spot:m6i.large:us-east-1a", "16MiB");
        crail = store.open();
    }

    /** Whatever a test was about, its trace must be right, and so must be what is left in the end. */
    @AfterEach
    void close() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(TraceReader.unsettled(store.traces())).isEmpty());
        crail.close();
        store.close();
        assertThat(TraceReader.failures(store.traces())).isEmpty();
    }

    @Test
    void aFileIsReadAsItWasWrittenAfterItsNodeWasDrainedAndIsGone() throws Exception {
        write("/f", 1, 40);
        await().until(() -> store.status().bytesStored() == 40L * BLOCK.toBytes());
        long onSpot = bytesOn("spot-1");
        store.join("spot-2", "spot:m6i.large:us-east-1b", "16MiB");

        store.drain("spot-1", "n1", 20_000);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> store.drain("n1").state().equals("DONE"));
        store.kill("spot-1");

        verify("/f", 1, 40);
        assertThat(store.drain("n1").bytesMoved()).isEqualTo(onSpot).isPositive();
        assertThat(store.drain("n1").bytesLost()).isZero();
        assertThat(store.status().lostBlocks()).isZero();
    }

    @Test
    void aNodeThatWasDrainedDoesNotComeBackWhenItsDeadlineIsOver() throws Exception {
        store.drain("spot-1", "n1", 1_000);

        await().atMost(Duration.ofSeconds(30)).until(() -> stateOf("spot-1").equals("GONE"));
        store.join("spot-2", "spot:m6i.large:us-east-1b", "16MiB");

        assertThat(store.admin().text("/v1/events")).contains("\"drained\"").doesNotContain("\"refused\"");
        assertThat(store.status().nodes().stream().filter(node -> node.name().equals("spot-1")))
                .hasSize(1);
    }

    @Test
    void writersAndReadersGoOnWhileNodeAfterNodeIsTakenAway() throws Exception {
        AtomicBoolean more = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> workers = new ArrayList<>();
            for (int writer = 1; writer <= 2; writer++) {
                int id = writer;
                workers.add(threads.submit(() -> writeAndVerifyFiles(id, more)));
            }
            for (int round = 1; round <= 4; round++) {
                store.join("spot-" + (round + 1), "spot:m6i.large:us-east-1" + (char) ('a' + round), "16MiB");
                String leaving = "spot-" + round;
                String id = "n" + round;
                store.drain(leaving, id, 20_000);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> store.drain(id).state().equals("DONE"));
                store.kill(leaving);
            }
            more.set(false);
            for (Future<Integer> worker : workers) {
                assertThat(worker.get(60, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.status().lostBlocks()).isZero();
        assertThat(store.status().drains())
                .allSatisfy(drain -> assertThat(drain.bytesLost()).isZero());
    }

    @Test
    void aNodeThatDiesWithoutNoticeCostsWhatItHeldAndSaysSo() throws Exception {
        write("/f", 1, 3);

        store.kill("spot-1");

        assertThatThrownBy(() -> verify("/f", 1, 3))
                .hasRootCauseInstanceOf(BlockLostException.class)
                .rootCause()
                .hasMessageContaining("node spot-1 died: it was silent until its lease was over");
        write("/g", 2, 3);
        verify("/g", 2, 3);
    }

    @Test
    void theNamenodeMayRestartInTheMiddleOfAWriteAndADrain() throws Exception {
        write("/before", 1, 20);
        store.join("spot-2", "spot:m6i.large:us-east-1b", "16MiB");
        store.drain("spot-1", "n1", 20_000);
        store.restartNamenode();
        write("/after", 2, 20);

        await().atMost(Duration.ofSeconds(40))
                .until(() -> store.drain("n1").state().equals("DONE"));
        verify("/before", 1, 20);
        verify("/after", 2, 20);
        assertThat(store.status().epoch()).isEqualTo(2);
    }

    @Test
    void aDrainARestartOfTheNamenodeAndASuddenDeathLeaveATraceThatIsRight() throws Exception {
        AtomicBoolean more = new AtomicBoolean(true);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        store.join("spot-2", "spot:m6i.large:us-east-1b", "16MiB");
        try {
            Future<Integer> files = writer.submit(() -> writeAndVerifyFiles(1, more));
            write("/kept", 2, 30);
            store.drain("spot-1", "n1", 20_000);
            store.restartNamenode();
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> store.drain("n1").state().equals("DONE"));
            more.set(false);
            assertThat(files.get(60, TimeUnit.SECONDS)).isPositive();
        } finally {
            writer.shutdownNow();
        }

        store.kill("spot-1");
        verify("/kept", 2, 30);
        write("/lost", 3, 10);
        store.kill("spot-2");

        assertThatThrownBy(() -> verify("/lost", 3, 10)).hasRootCauseInstanceOf(BlockLostException.class);
        await().until(() -> stateOf("spot-2").equals("DEAD"));
        assertThat(TraceReader.names(store.traces()))
                .contains("nn.record", "nn.durable", "nn.send", "nn.recv", "nn.answer", "nn.grant", "nn.dead")
                .contains("dn.entry", "dn.write", "dn.read", "dn.lease")
                .contains("cl.invoke", "cl.attempt", "cl.closed", "cl.return");
    }

    private String stateOf(String node) {
        return store.status().nodes().stream()
                .filter(status -> status.name().equals(node))
                .map(status -> status.state())
                .findFirst()
                .orElse("");
    }

    private long bytesOn(String node) {
        return store.status().nodes().stream()
                .filter(status -> status.name().equals(node))
                .mapToLong(status -> status.bytes())
                .sum();
    }

    private int writeAndVerifyFiles(int id, AtomicBoolean more) throws Exception {
        int files = 0;
        while (more.get() || files == 0) {
            String path = "/w" + id + "-" + files;
            write(path, id, 30);
            verify(path, id, 30);
            crail.delete(path, false).get().syncDir();
            files++;
        }
        return files;
    }

    private void write(String path, int seed, int blocks) throws Exception {
        CrailFile file = crail.create(
                        path, CrailNodeType.DATAFILE, CrailStorageClass.DEFAULT, CrailLocationClass.DEFAULT, true)
                .get()
                .asFile();
        CrailOutputStream out = file.getDirectOutputStream(0);
        CrailBuffer buffer = crail.allocateBuffer();
        try {
            for (int block = 0; block < blocks; block++) {
                buffer.clear();
                fill(buffer.getByteBuffer(), seed, block);
                buffer.clear();
                out.write(buffer).get();
            }
            out.close();
        } finally {
            crail.freeBuffer(buffer);
        }
    }

    private void verify(String path, int seed, int blocks) throws Exception {
        CrailFile file = crail.lookup(path).get().asFile();
        assertThat(file.getCapacity()).isEqualTo(blocks * BLOCK.toBytes());
        CrailInputStream in = file.getDirectInputStream(0);
        CrailBuffer buffer = crail.allocateBuffer();
        ByteBuffer expected = ByteBuffer.allocate((int) BLOCK.toBytes());
        try {
            for (int block = 0; block < blocks; block++) {
                buffer.clear();
                if (in.read(buffer).get().getLen() != BLOCK.toBytes()) {
                    throw new IOException("short read of block " + block);
                }
                fill(expected.clear(), seed, block);
                buffer.clear();
                assertThat(buffer.getByteBuffer().mismatch(expected.clear()))
                        .as("block %d of %s", block, path)
                        .isEqualTo(-1);
            }
            in.close(); // Crail refuses to close a stream after a failed read, so this is not for the finally
        } finally {
            crail.freeBuffer(buffer);
        }
    }

    /** Every eight bytes say whose they are and where they belong. */
    private static void fill(ByteBuffer bytes, int seed, int block) {
        for (int at = 0; at < BLOCK.toBytes(); at += 8) {
            bytes.putInt(at, seed * 31 + block);
            bytes.putInt(at + 4, at);
        }
    }
}
