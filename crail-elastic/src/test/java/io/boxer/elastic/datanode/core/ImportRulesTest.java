// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import static io.boxer.elastic.datanode.core.TestNode.bytes;
import static io.boxer.elastic.datanode.core.TestNode.ref;
import static io.boxer.elastic.datanode.core.TestNode.sent;
import static io.boxer.elastic.datanode.core.TestNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataReply.RetryReason;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.rpc.Ranges;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportRulesTest {
    private final TestNode source = TestNode.serving(1, 4, 0);
    private final TestNode target = TestNode.serving(2, 4, 0);

    @Test
    void aBlockMovesWithAllItsRangesAndHoles() {
        source.create(7, 1);
        source.write(7, 1, 0, "first");
        source.write(7, 1, 20, "third");

        NodeMessage.Ready ready = (NodeMessage.Ready) target.pullFrom(source, 7, 1, 2);
        target.activate(7, 2, 1);

        assertThat(ready.ranges()).isEqualTo(Ranges.of(0, 5).plus(20, 25));
        assertThat(ready.crc()).isEqualTo(source.status(7).crc());
        assertThat(target.status(7).crc()).isEqualTo(ready.crc());
        assertThat(text(target.read(7, 2, 0, 5))).isEqualTo("first");
        assertThat(text(target.read(7, 2, 20, 5))).isEqualTo("third");
        assertThat(target.read(7, 2, 0, 25)).isInstanceOf(DataReply.Final.class);
    }

    @Test
    void anEmptyBlockMovesToo() {
        source.create(7, 1);

        NodeMessage.Ready ready = (NodeMessage.Ready) target.pullFrom(source, 7, 1, 2);

        assertThat(ready.ranges()).isEqualTo(Ranges.EMPTY);
        assertThat(target.status(7).state()).isEqualTo(EntryState.READY);
    }

    @Test
    void aBlockMovesThereAndBack() {
        source.create(7, 1);
        source.write(7, 1, 0, "abc");
        target.pullFrom(source, 7, 1, 2);
        target.activate(7, 2, 1);
        target.write(7, 2, 3, "def");

        source.pullFrom(target, 7, 2, 3);
        source.activate(7, 3, 1);

        assertThat(text(source.read(7, 3, 0, 6))).isEqualTo("abcdef");
        assertThat(source.core.figures(source.now).freeMemorySlots()).isEqualTo(3);
    }

    @Test
    void aSourceThatIsNotFrozenForThisAttemptGivesNothing() {
        source.create(7, 1);
        DataRequest.Pull pull = new DataRequest.Pull(source.self.incarnation(), 7, 3);

        assertThat(source.core.pull(pull)).isEqualTo(new DataReply.Retry(RetryReason.NOT_FROZEN, 1));
        source.freeze(7, 1, 2);
        assertThat(source.core.pull(pull)).isEqualTo(new DataReply.Retry(RetryReason.NOT_FROZEN, 1));
        source.drop(7, 1);
        assertThat(source.core.pull(pull)).isEqualTo(new DataReply.Retry(RetryReason.NOT_MINE, 0));
    }

    @Test
    void aSourceThatRestartedGivesNothing() {
        source.create(7, 1);
        source.freeze(7, 1, 2);

        assertThat(source.core.pull(new DataRequest.Pull(source.self.incarnation() - 1, 7, 2)))
                .isEqualTo(new DataReply.Retry(RetryReason.NOT_MINE, 0));
    }

    @Test
    void anAnswerWithAWrongSumLengthOrAttemptIsNotTakenAndAskedForAgain() {
        DataRequest.Pull pull = begin();
        List<DataReply> wrong = List.of(
                new DataReply.Pulled(2, Ranges.of(0, 3), 1, bytes("abc")),
                new DataReply.Pulled(2, Ranges.of(0, 4), crc("abc"), bytes("abc")),
                new DataReply.Pulled(3, Ranges.of(0, 3), crc("abc"), bytes("abc")),
                new DataReply.Pulled(2, Ranges.of(62, 65), crc("abc"), bytes("abc")),
                new DataReply.Written());

        for (DataReply reply : wrong) {
            assertThat(target.core.pulled(pull, reply, target.now))
                    .allMatch(NodeAction.Pull.class::isInstance)
                    .hasSize(1);
            assertThat(target.status(7).state()).isEqualTo(EntryState.IMPORTING);
        }
        target.core.pulled(pull, new DataReply.Pulled(2, Ranges.of(0, 3), crc("abc"), bytes("abc")), target.now);
        assertThat(target.status(7).state()).isEqualTo(EntryState.READY);
    }

    @Test
    void anAnswerForAnAttemptThatWasGivenUpChangesNothing() {
        DataRequest.Pull pull = begin();
        DataReply good = new DataReply.Pulled(2, Ranges.of(0, 3), crc("abc"), bytes("abc"));
        target.drop(7, 2);
        assertThat(target.core.pulled(pull, good, target.now)).isEmpty();
        assertThat(target.core.pullFailed(pull, target.now)).isEmpty();

        target.alloc(7, 3, source.self);
        assertThat(target.core.pulled(pull, good, target.now)).isEmpty();
        assertThat(target.status(7).state()).isEqualTo(EntryState.IMPORTING);
    }

    @Test
    void sourcesAreAskedInTurnWithGrowingPauses() {
        NodeAction.Pull first =
                (NodeAction.Pull) target.alloc(7, 2, ref(8, 8), ref(9, 9)).get(1);
        NodeAction.Pull second = (NodeAction.Pull)
                target.core.pullFailed(first.request(), target.now).get(0);
        NodeAction.Pull third = (NodeAction.Pull) target.core
                .pulled(second.request(), new DataReply.Retry(RetryReason.NOT_FROZEN, 1), target.now)
                .get(0);

        assertThat(first).isEqualTo(new NodeAction.Pull(ref(8, 8), new DataRequest.Pull(8, 7, 2), 0));
        assertThat(second).isEqualTo(new NodeAction.Pull(ref(9, 9), new DataRequest.Pull(9, 7, 2), 1));
        assertThat(third).isEqualTo(new NodeAction.Pull(ref(8, 8), new DataRequest.Pull(8, 7, 2), 2));
    }

    @Test
    void whenTheSourceStaysAwayTheAskingEndsAndTheNextAllocBeginsAfresh() {
        DataRequest.Pull pull = begin();
        target.pass(30_001);

        assertThat(target.core.pullFailed(pull, target.now)).isEmpty();
        assertThat(target.status(7).state()).isEqualTo(EntryState.IMPORTING);

        List<NodeAction> again = target.alloc(7, 2, source.self);
        assertThat(again).hasSize(2);
        assertThat(again.get(1)).isInstanceOf(NodeAction.Pull.class);
    }

    @Test
    void aRepeatedAllocDoesNotAskTwiceAtATime() {
        begin();

        assertThat(target.alloc(7, 2, source.self))
                .isEqualTo(List.of(new NodeAction.Send(new NodeMessage.Allocated(target.self, 7, 2))));
    }

    @Test
    void aRepeatedAllocOfAReadyCopyIsAnsweredWithReady() {
        source.create(7, 1);
        source.write(7, 1, 0, "abc");
        NodeMessage ready = target.pullFrom(source, 7, 1, 2);

        assertThat(sent(target.alloc(7, 2, source.self))).isEqualTo(ready);
    }

    private DataRequest.Pull begin() {
        return ((NodeAction.Pull) target.alloc(7, 2, source.self).get(1)).request();
    }

    private static int crc(String text) {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes(text));
        return (int) crc.getValue();
    }
}
