// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataReply.RetryReason;
import io.boxer.elastic.rpc.DataRequest;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tier against nodes that fail in every way a node can. */
class StoreClientFailureTest extends StoreClientFixture {
    @ParameterizedTest
    @ValueSource(strings = {"fin", "rst", "lost answer", "nothing of the answer", "half a header", "half a body"})
    void aConnectionThatBreaksCostsARetry(String how) throws Exception {
        ByteBuffer written = bytes(60_000);
        first.misbehave(misdeed(how));
        write(0, written).get();
        first.misbehave(misdeed(how));

        assertThat(read(0, 60_000)).isEqualTo(written);
        assertThat(first.isInnocent()).isTrue();
        assertThat(client.statistics().retries()).isEqualTo(2);
        assertThat(client.statistics().resolves()).isEqualTo(2);
    }

    @Test
    void aRetryToTheSameNodeComesAsTheSameClientWithAHigherEpoch() throws Exception {
        first.misbehave(FakeServer.rst());
        write(0, bytes(10)).get();

        List<DataRequest.Hello> hellos = first.hellos();
        assertThat(hellos).hasSize(2);
        assertThat(hellos.get(1).clientId()).isEqualTo(hellos.get(0).clientId());
        assertThat(hellos.get(1).connectionEpoch()).isGreaterThan(hellos.get(0).connectionEpoch());
    }

    @Test
    void aNodeThatWasSilentOnceDoesNotCostASilenceForEachOfItsBlocks() throws Exception {
        long other = BLOCK + 1;
        Location old = first.host(other, 1, 1);
        write(0, bytes(10)).get();
        client.perform(BlockOperation.write(other, 1, 0, 10), Optional.of(old), bytes(10))
                .get();
        namenode.place(BLOCK, second.take(BLOCK, 2, first));
        namenode.place(other, second.take(other, 2, first));
        first.misbehave(FakeServer.silence(), FakeServer.silence());

        read(0, 10);
        client.perform(BlockOperation.read(other, 0, 10), Optional.of(old), ByteBuffer.allocateDirect(10))
                .get();

        assertThat(client.statistics().retries()).isEqualTo(1);
        assertThat(first.isInnocent()).as("it was tried once more").isFalse();
    }

    @Test
    void aStoppedNodeWhoseKernelTakesConnectionsCostsOneSilenceToo() throws Exception {
        long other = BLOCK + 1;
        namenode.place(BLOCK, second.host(BLOCK, 2, 1));
        namenode.place(other, second.host(other, 2, 1));
        for (long block : new long[] {BLOCK, other}) {
            client.perform(BlockOperation.write(block, 1, 0, 10), Optional.empty(), bytes(10))
                    .get();
            client.locations().forget(block);
        }
        long retries = client.statistics().retries();

        try (ServerSocket stopped = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            NodeRef node = new NodeRef(new HostPort("127.0.0.1", stopped.getLocalPort()), 99);
            for (long block : new long[] {BLOCK, other}) {
                client.perform(
                                BlockOperation.read(block, 0, 10),
                                Optional.of(new Location(node, 1)),
                                ByteBuffer.allocateDirect(10))
                        .get();
            }
        }

        assertThat(client.statistics().retries() - retries).isEqualTo(1);
    }

    @Test
    void aSilentNodeIsLeftAndTheBlockFoundElsewhere() throws Exception {
        ByteBuffer written = bytes(1000);
        write(0, written).get();
        namenode.place(BLOCK, second.take(BLOCK, 2, first));
        first.misbehave(FakeServer.silence());

        long start = System.nanoTime();
        assertThat(read(0, 1000)).isEqualTo(written);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
        assertThat(client.statistics().longestReadMillis()).isGreaterThan(1000);
        Stalls stalls = client.takeStalls();
        assertThat(stalls.readMillis()).isEqualTo(client.statistics().longestReadMillis());
        assertThat(stalls.writeMillis()).isLessThan(1000);
        assertThat(client.takeStalls()).isEqualTo(new Stalls(0, 0));
    }

    @Test
    void aSilentNodeForEverEndsInATimeoutThatSaysWhatWasTried() {
        first.misbehave(
                FakeServer.silence(),
                FakeServer.silence(),
                FakeServer.silence(),
                FakeServer.silence(),
                FakeServer.silence());

        long start = System.nanoTime();
        assertThatThrownBy(() -> write(0, bytes(10)).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessageContaining("write of 10 bytes at offset 0 of block " + BLOCK)
                .hasMessageContaining("silent");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(DEADLINE.minusSeconds(1), DEADLINE.plusSeconds(1));
    }

    @Test
    void aMovedBlockIsFollowedWithoutTheNamenode() throws Exception {
        ByteBuffer written = bytes(1000);
        write(0, written).get();
        Location there = second.take(BLOCK, 2, first);
        namenode.place(BLOCK, there);
        first.misbehave(FakeServer.answer(new DataReply.Redirect(BLOCK, there.node(), there.gen())));

        assertThat(read(0, 1000)).isEqualTo(written);
        assertThat(read(0, 1000)).isEqualTo(written);

        assertThat(namenode.asked()).isZero();
        assertThat(client.statistics().redirects()).isEqualTo(1);
    }

    @Test
    void twoNodesThatPointAtEachOtherDoNotCatchAClient() throws Exception {
        ByteBuffer written = bytes(1000);
        write(0, written).get();
        Location there = second.take(BLOCK, 9, first);
        namenode.place(BLOCK, there);
        for (int gen = 2; gen < 8; gen += 2) {
            first.misbehave(FakeServer.answer(new DataReply.Redirect(BLOCK, second.ref(), gen)));
            second.misbehave(FakeServer.answer(new DataReply.Redirect(BLOCK, first.ref(), gen + 1)));
        }

        assertThat(read(0, 1000)).isEqualTo(written);
        assertThat(namenode.asked()).isBetween(1, 2);
    }

    @Test
    void aBlockFrozenForAWhileIsWaitedFor() throws Exception {
        first.freeze(BLOCK, true);
        Future<Integer> write = write(0, bytes(10));
        await().until(() -> client.statistics().waits() > 3);
        assertThat(write.isDone()).isFalse();
        first.freeze(BLOCK, false);

        assertThat(write.get()).isEqualTo(10);
    }

    @Test
    void aBusyNamenodeIsAskedAgain() throws Exception {
        namenode.say(BLOCK, new ClientReply.Busy(BLOCK, 1));
        Future<Integer> read =
                client.perform(BlockOperation.read(BLOCK, 0, 10), Optional.empty(), ByteBuffer.allocateDirect(10));
        await().until(() -> namenode.asked() > 3);
        write(0, bytes(10)).get();
        namenode.place(BLOCK, new Location(first.ref(), 1));

        assertThat(read.get()).isEqualTo(10);
    }

    @Test
    void aLostBlockIsAnErrorThatNamesIt() {
        first.drop(BLOCK);
        namenode.say(BLOCK, new ClientReply.Lost(BLOCK, "spot-1 died at 10:42:07"));

        assertThatThrownBy(() -> read(0, 10))
                .isInstanceOf(ExecutionException.class)
                .satisfies(failure -> assertThat(BlockLostException.in(failure))
                        .get()
                        .extracting(BlockLostException::block)
                        .isEqualTo(BLOCK))
                .hasMessageContaining("spot-1 died at 10:42:07");
        assertThat(client.statistics().failures()).isEqualTo(1);
    }

    @Test
    void aDeletedFileIsNotFoundRatherThanReadFromAnotherFilesBytes() {
        first.drop(BLOCK);
        namenode.say(BLOCK, new ClientReply.Deleted(BLOCK));

        assertThatThrownBy(() -> read(0, 10)).cause().isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void bytesThatNobodyWroteAreAnError() throws Exception {
        write(0, bytes(10)).get();

        assertThatThrownBy(() -> read(0, 11)).cause().isInstanceOf(EOFException.class);
    }

    @Test
    void aFencedWriterDoesNotTakeTheNewEpochFromTheNamenode() {
        Location there = first.host(BLOCK, 2, 2);
        namenode.place(BLOCK, there);

        assertThatThrownBy(() -> write(0, bytes(10)).get()).cause().isInstanceOf(FencedException.class);
        assertThat(namenode.asked()).as("resolved once, for the stale gen").isEqualTo(1);
    }

    @Test
    void aRestartedDatanodeAtTheSameAddressServesNothingOfItsFormerLife() throws Exception {
        write(0, bytes(10)).get();
        Location former = new Location(new io.boxer.common.NodeRef(first.address(), 12345), 1);
        namenode.say(BLOCK, new ClientReply.Lost(BLOCK, "node restarted"));

        assertThatThrownBy(() -> client.perform(
                                BlockOperation.read(BLOCK, 0, 10), Optional.of(former), ByteBuffer.allocateDirect(10))
                        .get())
                .cause()
                .isInstanceOf(BlockLostException.class);
    }

    @Test
    void aNamenodeThatRestartsCostsAPauseOnly() throws Exception {
        write(0, bytes(10)).get();
        namenode.kill();
        Future<Integer> read =
                client.perform(BlockOperation.read(BLOCK, 0, 10), Optional.empty(), ByteBuffer.allocateDirect(10));
        await().until(() -> read.isDone() || client.statistics().waits() > 3);
        namenode.restart();

        assertThat(read.get()).isEqualTo(10);
    }

    @Test
    void aRequestIsRepeatedUntilItsAnswerArrives() throws Exception {
        namenode.misbehave(FakeServer.fin(), FakeServer.rst(), FakeServer.serveAndLoseTheAnswer());

        ClientReply reply =
                client.ask(answers -> answers.to(new ClientRequest.Ping())).get();

        assertThat(reply).isEqualTo(new ClientReply.Done());
        assertThat(client.statistics().namenodeRetries()).isEqualTo(3);
    }

    @Test
    void aRetryAnswerKeepsTheConnection() throws Exception {
        first.misbehave(FakeServer.answer(new DataReply.Retry(RetryReason.NO_LEASE, 0)));

        write(0, bytes(10)).get();

        assertThat(first.connections()).isEqualTo(1);
    }

    private static FakeServer.Misdeed misdeed(String how) {
        return switch (how) {
            case "fin" -> FakeServer.fin();
            case "rst" -> FakeServer.rst();
            case "lost answer" -> FakeServer.serveAndLoseTheAnswer();
            case "nothing of the answer" -> FakeServer.partial(0);
            case "half a header" -> FakeServer.partial(7);
            case "half a body" -> FakeServer.partial(30_000);
            default -> throw new IllegalArgumentException(how);
        };
    }
}
