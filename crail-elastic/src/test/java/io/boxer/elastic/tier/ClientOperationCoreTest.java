// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataReply.FinalReason;
import io.boxer.elastic.rpc.DataReply.RetryReason;
import io.boxer.elastic.rpc.Message;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientOperationCoreTest {
    private static final long BLOCK = 77;
    private static final long DEADLINE = 15_000_000_000L;
    private static final Location A = new Location(node(1), 3);
    private static final Location B = new Location(node(2), 4);

    private final BlockOperation read = BlockOperation.read(BLOCK, 512, 100);
    private final BlockOperation write = BlockOperation.write(BLOCK, 1, 512, 100);

    @Test
    void aKnownPlaceIsTriedAtOnce() {
        assertThat(core(read).start(0)).isEqualTo(new Step.Attempt(A));
    }

    @Test
    void anUnknownPlaceIsAskedFor() {
        ClientOperationCore core = new ClientOperationCore(read, Optional.empty(), 0, DEADLINE);

        assertThat(core.start(0)).isEqualTo(new Step.Resolve());
        assertThat(core.onResolved(at(B), 0)).isEqualTo(new Step.Attempt(B));
    }

    @Test
    void bytesEndARead() {
        assertThat(started(read).onReply(new DataReply.Bytes(Message.NO_BODY), 0))
                .isEqualTo(new Step.Done());
    }

    @Test
    void writtenEndsAWrite() {
        assertThat(started(write).onReply(new DataReply.Written(), 0)).isEqualTo(new Step.Done());
    }

    @Test
    void anAnswerToSomethingElseIsNoAnswer() {
        assertThat(started(read).onReply(new DataReply.Written(), 0)).isEqualTo(new Step.Wait(1));
        assertThat(started(write).onReply(new DataReply.Bytes(Message.NO_BODY), 0))
                .isEqualTo(new Step.Wait(1));
        assertThat(started(write).onReply(new DataReply.HelloOk(), 0)).isEqualTo(new Step.Wait(1));
    }

    @ParameterizedTest
    @EnumSource(RetryReason.class)
    void everyRetryAnswerLeadsOverAWaitAndTheNamenodeToTheSameOperation(RetryReason reason) {
        ClientOperationCore core = started(write);

        assertThat(core.onReply(new DataReply.Retry(reason, 0), 0)).isEqualTo(new Step.Wait(1));
        assertThat(core.onWaited(0)).isEqualTo(new Step.Resolve());
        assertThat(core.onResolved(at(A), 0)).isEqualTo(new Step.Attempt(A));
        assertThat(core.onReply(new DataReply.Written(), 0)).isEqualTo(new Step.Done());
    }

    @Test
    void waitsGrowFromOneToFiftyMilliseconds() {
        ClientOperationCore core = started(read);
        List<Step> waits = new ArrayList<>();

        for (int i = 0; i < 8; i++) {
            waits.add(core.onConnectionError("refused", 0));
            core.onWaited(0);
            core.onResolved(at(A), 0);
        }

        assertThat(waits)
                .extracting(step -> ((Step.Wait) step).millis())
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 50L, 50L);
    }

    @Test
    void theServerMayAskForALongerWaitButNotForALongOne() {
        assertThat(started(read).onReply(new DataReply.Retry(RetryReason.FROZEN, 20), 0))
                .isEqualTo(new Step.Wait(20));
        assertThat(started(read).onReply(new DataReply.Retry(RetryReason.FROZEN, Integer.MAX_VALUE), 0))
                .isEqualTo(new Step.Wait(BackOff.MAX_HINT_MILLIS));
    }

    @Test
    void movedIsFollowedToAHigherGen() {
        assertThat(started(read).onReply(moved(B), 0)).isEqualTo(new Step.Attempt(B));
    }

    @Test
    void movedToTheSameOrALowerGenIsNotFollowed() {
        assertThat(started(read).onReply(moved(new Location(node(2), 3)), 0)).isEqualTo(new Step.Wait(1));
        assertThat(started(read).onReply(moved(new Location(node(2), 2)), 0)).isEqualTo(new Step.Wait(1));
    }

    @Test
    void movedOfAnotherBlockIsNotFollowed() {
        DataReply other = new DataReply.Redirect(BLOCK + 1, B.node(), B.gen());

        assertThat(started(read).onReply(other, 0)).isEqualTo(new Step.Wait(1));
    }

    @Test
    void afterFourHopsTheNamenodeIsAsked() {
        ClientOperationCore core = started(read);
        for (int gen = 4; gen < 4 + ClientOperationCore.MAX_HOPS; gen++) {
            Location next = new Location(node(gen), gen);
            assertThat(core.onReply(moved(next), 0)).isEqualTo(new Step.Attempt(next));
        }

        assertThat(core.onReply(moved(new Location(node(9), 9)), 0)).isEqualTo(new Step.Wait(1));
        assertThat(core.onWaited(0)).isEqualTo(new Step.Resolve());
    }

    @Test
    void anAnswerOfTheNamenodeAllowsFourMoreHops() {
        ClientOperationCore core = started(read);
        for (int gen = 4; gen < 9; gen++) {
            core.onReply(moved(new Location(node(gen), gen)), 0);
        }
        core.onWaited(0);
        core.onResolved(at(new Location(node(9), 9)), 0);

        Location next = new Location(node(10), 10);
        assertThat(core.onReply(moved(next), 0)).isEqualTo(new Step.Attempt(next));
    }

    @Test
    void theNamenodeMaySendBackToALowerGen() {
        ClientOperationCore core = started(read);
        core.onReply(moved(B), 0);
        core.onAttemptTimeout(0);
        core.onWaited(0);

        assertThat(core.onResolved(at(A), 0)).isEqualTo(new Step.Attempt(A));
    }

    @Test
    void fencedIsFinal() {
        Step step = started(write).onReply(new DataReply.Final(FinalReason.FENCED, "epoch 2 writes here"), 0);

        assertThat(error(step))
                .isInstanceOf(FencedException.class)
                .hasMessage("write of 100 bytes at offset 512 of block 77: another writer has taken over:"
                        + " epoch 2 writes here");
    }

    @Test
    void notWrittenIsFinal() {
        Step step = started(read).onReply(new DataReply.Final(FinalReason.NOT_WRITTEN, "512 bytes are here"), 0);

        assertThat(error(step)).isInstanceOf(EOFException.class).hasMessageContaining("512 bytes are here");
    }

    @Test
    void outOfBoundsIsFinal() {
        Step step = started(read).onReply(new DataReply.Final(FinalReason.OUT_OF_BOUNDS, "blocks have 100 bytes"), 0);

        assertThat(error(step)).hasMessageContaining("does not fit into the block: blocks have 100 bytes");
    }

    @Test
    void busyIsAskedAgainAfterAWait() {
        ClientOperationCore core = resolving(read);

        assertThat(core.onResolved(new ClientReply.Busy(BLOCK, 7), 0)).isEqualTo(new Step.Wait(7));
        assertThat(core.onWaited(0)).isEqualTo(new Step.Resolve());
    }

    @Test
    void lostIsFinalAndNamesBlockAndCause() {
        Step step = resolving(read).onResolved(new ClientReply.Lost(BLOCK, "spot-1 died"), 0);

        assertThat(error(step)).isInstanceOf(BlockLostException.class).hasMessage("block 77 is lost: spot-1 died");
        assertThat(((BlockLostException) error(step)).block()).isEqualTo(BLOCK);
    }

    @Test
    void deletedIsAFileThatIsNotThere() {
        Step step = resolving(read).onResolved(new ClientReply.Deleted(BLOCK), 0);

        assertThat(error(step))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("read of 100 bytes at offset 512 of block 77: its file was deleted");
    }

    @Test
    void aNamenodeThatIsAwayIsAskedAgain() {
        ClientOperationCore core = resolving(read);

        assertThat(core.onResolveFailed("connection refused", 0)).isEqualTo(new Step.Wait(1));
        assertThat(core.onWaited(0)).isEqualTo(new Step.Resolve());
    }

    @Test
    void aRefusalOrAForeignAnswerToResolveIsAskedAgain() {
        assertThat(resolving(read).onResolved(new ClientReply.Failed(1, "starting"), 0))
                .isEqualTo(new Step.Wait(1));
        assertThat(resolving(read).onResolved(new ClientReply.Done(), 0)).isEqualTo(new Step.Wait(1));
    }

    @Test
    void anOperationEndsAtItsDeadlineAndSaysWhatItTried() {
        ClientOperationCore core = started(read);
        Step step = core.onConnectionError("connection refused", 0);
        long now = 0;
        while (!(step instanceof Step.Fail)) {
            if (step instanceof Step.Wait pause) {
                now += pause.millis() * 1_000_000;
                step = core.onWaited(now);
            } else if (step instanceof Step.Resolve) {
                step = core.onResolved(at(A), now);
            } else {
                now += 2_000_000_000L;
                step = core.onAttemptTimeout(now);
            }
        }

        assertThat(now).isBetween(DEADLINE - 2_000_000_000L, DEADLINE + 2_000_000_000L);
        assertThat(error(step))
                .isInstanceOf(OperationTimeoutException.class)
                .hasMessageStartingWith("read of 100 bytes at offset 512 of block 77: no end within")
                .hasMessageContaining("9 attempts and 8 resolves")
                .hasMessageContaining(A + ": connection refused")
                .hasMessageContaining(A + ": silent");
    }

    @Test
    void noAttemptBeginsAfterTheDeadline() {
        assertThat(error(core(read).start(DEADLINE))).isInstanceOf(OperationTimeoutException.class);
        assertThat(error(started(read).onReply(moved(B), DEADLINE))).isInstanceOf(OperationTimeoutException.class);
        assertThat(error(resolving(read).onResolved(at(B), DEADLINE))).isInstanceOf(OperationTimeoutException.class);
    }

    @Test
    void anAnswerAfterTheDeadlineStillCounts() {
        assertThat(started(write).onReply(new DataReply.Written(), DEADLINE + 1))
                .isEqualTo(new Step.Done());
        assertThat(error(resolving(read).onResolved(new ClientReply.Lost(BLOCK, "gone"), DEADLINE + 1)))
                .isInstanceOf(BlockLostException.class);
    }

    private ClientOperationCore core(BlockOperation operation) {
        return new ClientOperationCore(operation, Optional.of(A), 0, DEADLINE);
    }

    private ClientOperationCore started(BlockOperation operation) {
        ClientOperationCore core = core(operation);
        core.start(0);
        return core;
    }

    private static ClientOperationCore resolving(BlockOperation operation) {
        ClientOperationCore core = new ClientOperationCore(operation, Optional.empty(), 0, DEADLINE);
        core.start(0);
        return core;
    }

    private static IOException error(Step step) {
        return ((Step.Fail) step).error();
    }

    private static ClientReply at(Location location) {
        return new ClientReply.At(BLOCK, location.node(), location.gen(), 9);
    }

    private static DataReply moved(Location to) {
        return new DataReply.Redirect(BLOCK, to.node(), to.gen());
    }

    private static NodeRef node(int n) {
        return new NodeRef(new HostPort("10.0.0." + n, 7000), n);
    }
}
