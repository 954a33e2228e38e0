// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import static io.boxer.elastic.datanode.core.TestNode.ref;
import static io.boxer.elastic.datanode.core.TestNode.sent;
import static io.boxer.elastic.datanode.core.TestNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.rpc.Ranges;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlRulesTest {
    private static final NodeRef ELSEWHERE = ref(9, 9);

    private final TestNode node = TestNode.serving(1, 4, 0);
    private final TestNode source = TestNode.serving(2, 4, 0);

    @Test
    void aNewBlockIsLiveAtOnceAndEmpty() {
        assertThat(sent(node.create(7, 1))).isEqualTo(new NodeMessage.Activated(node.self, 7, 1));

        assertThat(node.status(7).state()).isEqualTo(EntryState.LIVE);
        assertThat(node.status(7).ranges()).isEqualTo(Ranges.EMPTY);
    }

    @Test
    void aRepeatedNewIsAnsweredAgainAndKeepsTheBytes() {
        node.create(7, 1);
        node.write(7, 1, 0, "bytes");

        assertThat(sent(node.create(7, 1))).isEqualTo(new NodeMessage.Activated(node.self, 7, 1));
        assertThat(text(node.read(7, 1, 0, 5))).isEqualTo("bytes");
    }

    @Test
    void aLateNewAfterDropIsRefused() {
        node.create(7, 1);
        node.drop(7, 1);

        assertThat(sent(node.create(7, 1))).isEqualTo(refused(7, 1, EntryState.NONE, 0));
    }

    @Test
    void aDropThatComesBeforeItsNewLeavesATombstone() {
        assertThat(sent(node.drop(7, 3))).isEqualTo(new NodeMessage.Dropped(node.self, 7, 3));

        assertThat(sent(node.create(7, 2))).isEqualTo(refused(7, 2, EntryState.NONE, 0));
        assertThat(sent(node.alloc(7, 3, ELSEWHERE))).isEqualTo(refused(7, 3, EntryState.NONE, 0));
        assertThat(sent(node.create(7, 4))).isEqualTo(new NodeMessage.Activated(node.self, 7, 4));
    }

    @Test
    void aLateDropOfAnAbortedAttemptDoesNotTouchTheLaterImport() {
        node.alloc(7, 2, ELSEWHERE);
        node.drop(7, 2);
        node.alloc(7, 4, ELSEWHERE);

        assertThat(sent(node.drop(7, 3))).isEqualTo(new NodeMessage.Dropped(node.self, 7, 3));

        assertThat(node.status(7).state()).isEqualTo(EntryState.IMPORTING);
        assertThat(node.status(7).gen()).isEqualTo(4);
    }

    @Test
    void withoutAFreeSlotNewAndAllocAreAnsweredWithNoSpace() {
        for (int block = 1; block <= 4; block++) {
            node.create(block, 1);
        }

        assertThat(sent(node.create(7, 1))).isEqualTo(new NodeMessage.NoSpace(node.self, 7, 1));
        assertThat(sent(node.alloc(7, 2, ELSEWHERE))).isEqualTo(new NodeMessage.NoSpace(node.self, 7, 2));

        node.drop(1, 1);
        assertThat(sent(node.create(7, 3))).isEqualTo(new NodeMessage.Activated(node.self, 7, 3));
    }

    @Test
    void newForABlockThatIsHereIsRefused() {
        node.create(7, 1);
        assertThat(sent(node.create(7, 2))).isEqualTo(refused(7, 2, EntryState.LIVE, 1));

        node.freeze(7, 1, 2);
        assertThat(sent(node.create(7, 3))).isEqualTo(refused(7, 3, EntryState.FROZEN, 1));

        node.alloc(8, 2, ELSEWHERE);
        assertThat(sent(node.create(8, 3))).isEqualTo(refused(8, 3, EntryState.IMPORTING, 2));
    }

    @Test
    void allocNeverReplacesALiveEntry() {
        node.create(7, 1);

        assertThat(sent(node.alloc(7, 2, ELSEWHERE))).isEqualTo(refused(7, 2, EntryState.LIVE, 1));
    }

    @Test
    void allocOfAHigherAttemptReplacesFrozenImportingAndReady() {
        node.create(7, 1);
        node.freeze(7, 1, 2);
        assertThat(sent(node.alloc(7, 3, source.self))).isEqualTo(new NodeMessage.Allocated(node.self, 7, 3));
        assertThat(node.status(7).state()).isEqualTo(EntryState.IMPORTING);
        assertThat(sent(node.alloc(7, 4, source.self))).isEqualTo(new NodeMessage.Allocated(node.self, 7, 4));

        source.create(7, 4);
        node.pullFrom(source, 7, 4, 5);
        assertThat(node.status(7).state()).isEqualTo(EntryState.READY);
        assertThat(sent(node.alloc(7, 6, source.self))).isEqualTo(new NodeMessage.Allocated(node.self, 7, 6));
        assertThat(node.status(7).state()).isEqualTo(EntryState.IMPORTING);
        assertThat(node.core.figures(node.now).freeMemorySlots()).isEqualTo(3);
    }

    @Test
    void allocOfALowerAttemptIsRefused() {
        node.alloc(7, 5, ELSEWHERE);

        assertThat(sent(node.alloc(7, 4, ELSEWHERE))).isEqualTo(refused(7, 4, EntryState.IMPORTING, 5));
    }

    @Test
    void freezeStopsWritesAndSaysWhatIsWritten() {
        node.create(7, 1);
        node.write(7, 1, 0, "abc");

        NodeMessage.Frozen frozen = (NodeMessage.Frozen) sent(node.freeze(7, 1, 2));

        assertThat(frozen.ranges()).isEqualTo(Ranges.of(0, 3));
        assertThat(node.write(7, 1, 3, "d")).isInstanceOf(DataReply.Retry.class);
        assertThat(text(node.read(7, 1, 0, 3))).isEqualTo("abc");
        assertThat(sent(node.freeze(7, 1, 2))).isEqualTo(frozen);
    }

    @Test
    void aLateFreezeOfAGivenUpAttemptIsRefused() {
        node.create(7, 1);
        node.freeze(7, 1, 2);
        node.activate(7, 3, 1, 1);

        assertThat(sent(node.freeze(7, 1, 2))).isEqualTo(refused(7, 2, EntryState.LIVE, 3));
        assertThat(node.write(7, 3, 0, "on it goes")).isEqualTo(new DataReply.Written());
    }

    @Test
    void freezeForALaterAttemptFreezesAFrozenEntryAgain() {
        node.create(7, 1);
        node.freeze(7, 1, 2);

        assertThat(((NodeMessage.Frozen) sent(node.freeze(7, 1, 4))).attempt()).isEqualTo(4);
        assertThat(sent(node.freeze(7, 1, 2))).isEqualTo(refused(7, 2, EntryState.FROZEN, 1));
    }

    @Test
    void freezeIsRefusedWithoutAnEntryAtThatGenerationOrOfAnImport() {
        assertThat(sent(node.freeze(7, 1, 2))).isEqualTo(refused(7, 2, EntryState.NONE, 0));

        node.create(7, 3);
        assertThat(sent(node.freeze(7, 2, 4))).isEqualTo(refused(7, 4, EntryState.LIVE, 3));

        node.alloc(8, 2, ELSEWHERE);
        assertThat(sent(node.freeze(8, 2, 3))).isEqualTo(refused(8, 3, EntryState.IMPORTING, 2));
    }

    @Test
    void activateIsRefusedWhileTheCopyIsNotVerified() {
        node.alloc(7, 2, ELSEWHERE);

        assertThat(sent(node.activate(7, 2, 1))).isEqualTo(refused(7, 2, EntryState.IMPORTING, 2));
        assertThat(sent(node.activate(8, 2, 1))).isEqualTo(refused(8, 2, EntryState.NONE, 0));
    }

    @Test
    void anAbortLetsTheFrozenOwnerGoOnAtAFreshGeneration() {
        node.create(7, 1);
        node.write(7, 1, 0, "abc");
        node.freeze(7, 1, 2);

        assertThat(sent(node.activate(7, 3, 1, 1))).isEqualTo(new NodeMessage.Activated(node.self, 7, 3));

        assertThat(node.write(7, 3, 3, "d")).isEqualTo(new DataReply.Written());
        assertThat(text(node.read(7, 3, 0, 4))).isEqualTo("abcd");
        assertThat(sent(node.activate(7, 3, 1, 1))).isEqualTo(new NodeMessage.Activated(node.self, 7, 3));
    }

    @Test
    void activateOfAnOlderAttemptThanSeenIsRefused() {
        node.create(7, 1);
        node.freeze(7, 1, 5);

        assertThat(sent(node.activate(7, 4, 1, 1))).isEqualTo(refused(7, 4, EntryState.FROZEN, 1));
        assertThat(sent(node.activate(7, 6, 1, 2, 3))).isEqualTo(refused(7, 6, EntryState.FROZEN, 1));
    }

    @Test
    void activateMayComeBeforeItsFreezeWasHeard() {
        node.create(7, 1);

        assertThat(sent(node.activate(7, 3, 2, 1))).isEqualTo(new NodeMessage.Activated(node.self, 7, 3));
        assertThat(node.write(7, 3, 1, 0, "old")).isInstanceOf(DataReply.Final.class);
    }

    @Test
    void statusSaysNoneForAnUnknownBlock() {
        assertThat(node.status(7))
                .isEqualTo(new NodeMessage.State(node.self, 7, 0, EntryState.NONE, 0, 0, Ranges.EMPTY, 0));
    }

    @Test
    void memoryIsTakenFirstAndDiskOnlyWhenNoMemoryIsFree() {
        TestNode small = TestNode.serving(3, 1, 1);

        small.create(1, 1);
        assertThat(small.core.figures(small.now).freeMemorySlots()).isZero();
        assertThat(small.core.figures(small.now).freeSpillSlots()).isEqualTo(1);
        small.create(2, 1);
        assertThat(small.core.figures(small.now).freeSpillSlots()).isZero();
        assertThat(small.write(2, 1, 0, "spilled")).isEqualTo(new DataReply.Written());
        assertThat(text(small.read(2, 1, 0, 7))).isEqualTo("spilled");
    }

    @Test
    void aFullDiskIsAnsweredWithNoSpace() {
        TestNode small = TestNode.serving(3, 1, 1);
        small.create(1, 1);
        small.memory.fillDisk();

        assertThat(sent(small.create(2, 1))).isEqualTo(new NodeMessage.NoSpace(small.self, 2, 1));
    }

    @Test
    void movedLeadsClientsToAHigherGenerationOnly() {
        node.create(7, 1);
        node.drop(7, 1);

        assertThat(node.handle(new ControlMessage.Moved(node.header(), 7, ELSEWHERE, 2)))
                .isEmpty();

        assertThat(node.read(7, 1, 0, 1)).isEqualTo(new DataReply.Redirect(7, ELSEWHERE, 2));
        assertThat(node.write(7, 1, 0, "x")).isEqualTo(new DataReply.Redirect(7, ELSEWHERE, 2));
        assertThat(node.read(7, 2, 0, 1)).isEqualTo(new DataReply.Retry(DataReply.RetryReason.NOT_MINE, 0));
    }

    @Test
    void anOlderMovedDoesNotReplaceANewerOne() {
        node.handle(new ControlMessage.Moved(node.header(), 7, ELSEWHERE, 5));
        node.handle(new ControlMessage.Moved(node.header(), 7, ref(8, 8), 3));

        assertThat(node.read(7, 1, 0, 1)).isEqualTo(new DataReply.Redirect(7, ELSEWHERE, 5));
    }

    @Test
    void theFrozenSourceServesItsGenerationUntilItIsDropped() {
        source.create(7, 1);
        source.write(7, 1, 0, "abc");
        node.pullFrom(source, 7, 1, 2);
        node.activate(7, 2, 1);

        assertThat(text(source.read(7, 1, 0, 3))).isEqualTo("abc");
        assertThat(text(node.read(7, 2, 0, 3))).isEqualTo("abc");

        source.drop(7, 1);
        assertThat(source.read(7, 1, 0, 3)).isEqualTo(new DataReply.Retry(DataReply.RetryReason.NOT_MINE, 0));
    }

    @Test
    void aDroppedBlockIsInTheNextHeartbeatAsNone() {
        node.create(7, 1);
        node.core.heartbeat(node.now);
        node.drop(7, 1);

        assertThat(node.core.heartbeat(node.now).changed())
                .isEqualTo(List.of(new NodeMessage.Entry(7, 1, EntryState.NONE, 0)));
    }

    @Test
    void aClientThatKnowsTheWrongIncarnationIsNotServed() {
        node.create(7, 1);

        DataReply reply = node.core.read(new DataRequest.Read(node.self.incarnation() + 1, 7, 1, 0, 0), node.now);

        assertThat(reply).isEqualTo(new DataReply.Retry(DataReply.RetryReason.NOT_MINE, 0));
    }

    private NodeMessage refused(long block, int attempt, EntryState state, int gen) {
        return new NodeMessage.Refused(node.self, block, attempt, state, gen);
    }
}
