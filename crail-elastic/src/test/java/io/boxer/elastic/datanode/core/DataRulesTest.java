// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import static io.boxer.elastic.datanode.core.TestNode.bytes;
import static io.boxer.elastic.datanode.core.TestNode.ref;
import static io.boxer.elastic.datanode.core.TestNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataReply.FinalReason;
import io.boxer.elastic.rpc.DataReply.RetryReason;
import io.boxer.elastic.rpc.DataRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataRulesTest {
    private final TestNode node = TestNode.serving(1, 2, 0);

    @Test
    void whatWasWrittenIsRead() {
        node.create(7, 1);

        assertThat(node.write(7, 1, 10, "hello")).isEqualTo(new DataReply.Written());

        assertThat(text(node.read(7, 1, 10, 5))).isEqualTo("hello");
        assertThat(text(node.read(7, 1, 11, 3))).isEqualTo("ell");
    }

    @Test
    void aHoleBelowTheHighWaterMarkIsNotReadable() {
        node.create(7, 1);
        node.write(7, 1, 32, "second");

        assertThat(reason(node.read(7, 1, 0, 4))).isEqualTo(FinalReason.NOT_WRITTEN);
        assertThat(reason(node.read(7, 1, 30, 4))).isEqualTo(FinalReason.NOT_WRITTEN);
        assertThat(text(node.read(7, 1, 32, 6))).isEqualTo("second");
    }

    @Test
    void aRecycledSlotNeverShowsOldBytes() {
        TestNode small = TestNode.serving(2, 1, 0);
        small.create(7, 1);
        small.write(7, 1, 0, "secret of block seven");
        small.drop(7, 1);
        small.create(8, 1);
        small.write(8, 1, 0, "se");

        assertThat(reason(small.read(8, 1, 0, 21))).isEqualTo(FinalReason.NOT_WRITTEN);
        assertThat(retry(small.read(7, 1, 0, 21))).isEqualTo(RetryReason.NOT_MINE);
    }

    @Test
    void aRestartedNodeOnTheSameAddressServesNoClientOfTheOldOne() {
        TestNode old = TestNode.serving(2, 1, 0);
        BlockTableCore restarted =
                new BlockTableCore(ref(2, 77), "n2", "stable", old.memory, io.boxer.elastic.trace.Trace.OFF);
        restarted.handle(new ControlMessage.Session(1, 2), old.now);
        restarted.handle(
                new ControlMessage.New(new ControlMessage.Header(1, 2, 1, ref(2, 77)), 7, 1, List.of(ref(2, 77)), 1),
                old.now);

        DataReply reply = restarted.read(new DataRequest.Read(old.self.incarnation(), 7, 1, 0, 0), old.now);
        DataReply write =
                restarted.write(new DataRequest.Write(old.self.incarnation(), 7, 1, 1, 0, bytes("x")), old.now);

        assertThat(retry(reply)).isEqualTo(RetryReason.NOT_MINE);
        assertThat(retry(write)).isEqualTo(RetryReason.NOT_MINE);
    }

    @Test
    void aWriteOfAnotherGenerationIsRefusedInBothDirections() {
        node.create(7, 3);

        assertThat(retry(node.write(7, 2, 0, "x"))).isEqualTo(RetryReason.STALE_GEN);
        assertThat(retry(node.write(7, 4, 0, "x"))).isEqualTo(RetryReason.STALE_GEN);
        assertThat(retry(node.read(7, 2, 0, 0))).isEqualTo(RetryReason.STALE_GEN);
    }

    @Test
    void anOldWriterIsFencedForGoodAndOneFromTheFutureResolves() {
        node.create(7, 1);
        node.freeze(7, 1, 2);
        node.activate(7, 2, 2, 1);

        assertThat(reason(node.write(7, 2, 1, 0, "old"))).isEqualTo(FinalReason.FENCED);
        assertThat(node.write(7, 2, 2, 0, "new")).isEqualTo(new DataReply.Written());
        assertThat(retry(node.write(7, 2, 3, 0, "newer"))).isEqualTo(RetryReason.STALE_GEN);
    }

    @Test
    void withoutALeaseNothingIsAcknowledgedAndNothingIsSaidNotToExist() {
        node.create(7, 1);
        node.write(7, 1, 0, "abc");
        node.pass(2000);

        assertThat(retry(node.write(7, 1, 3, "d"))).isEqualTo(RetryReason.NO_LEASE);
        assertThat(retry(node.read(7, 1, 3, 1))).isEqualTo(RetryReason.ASK_AGAIN);
        assertThat(text(node.read(7, 1, 0, 3))).isEqualTo("abc");

        node.renewLease();
        assertThat(reason(node.read(7, 1, 3, 1))).isEqualTo(FinalReason.NOT_WRITTEN);
        assertThat(node.write(7, 1, 3, "d")).isEqualTo(new DataReply.Written());
    }

    @Test
    void aFrozenOwnerNeverSaysThatBytesDoNotExist() {
        node.create(7, 1);
        node.write(7, 1, 0, "abc");
        node.freeze(7, 1, 2);

        assertThat(retry(node.read(7, 1, 0, 4))).isEqualTo(RetryReason.ASK_AGAIN);
        assertThat(retry(node.write(7, 1, 3, "d"))).isEqualTo(RetryReason.FROZEN);
    }

    @Test
    void importingAndReadyRefuseClients() {
        TestNode source = TestNode.serving(2, 2, 0);
        source.create(7, 1);
        source.write(7, 1, 0, "abc");
        node.alloc(7, 2, source.self);
        assertThat(retry(node.read(7, 2, 0, 3))).isEqualTo(RetryReason.NOT_MINE);

        source.freeze(7, 1, 2);
        DataRequest.Pull pull = new DataRequest.Pull(source.self.incarnation(), 7, 2);
        node.core.pulled(pull, source.core.pull(pull), node.now);

        assertThat(retry(node.read(7, 2, 0, 3))).isEqualTo(RetryReason.NOT_MINE);
        assertThat(retry(node.write(7, 2, 3, "d"))).isEqualTo(RetryReason.NOT_MINE);
    }

    @Test
    void aCopyThatIsNotTheOwnerServesNobody() {
        node.handle(new ControlMessage.New(node.header(), 7, 1, List.of(ref(9, 9), node.self), 1));

        assertThat(retry(node.write(7, 1, 0, "x"))).isEqualTo(RetryReason.NOT_MINE);
        assertThat(retry(node.read(7, 1, 0, 0))).isEqualTo(RetryReason.NOT_MINE);
    }

    @Test
    void whatDoesNotFitIntoABlockIsOutOfBounds() {
        node.create(7, 1);

        assertThat(reason(node.read(7, 1, -1, 1))).isEqualTo(FinalReason.OUT_OF_BOUNDS);
        assertThat(reason(node.read(7, 1, 0, -1))).isEqualTo(FinalReason.OUT_OF_BOUNDS);
        assertThat(reason(node.read(7, 1, TestNode.BLOCK, 1))).isEqualTo(FinalReason.OUT_OF_BOUNDS);
        assertThat(reason(node.read(7, 1, Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isEqualTo(FinalReason.OUT_OF_BOUNDS);
        assertThat(node.write(7, 1, TestNode.BLOCK - 1, "xy"))
                .isEqualTo(new DataReply.Final(FinalReason.OUT_OF_BOUNDS, "offset=63 length=2, a block has 64 bytes"));
        assertThat(node.write(7, 1, TestNode.BLOCK - 1, "x")).isEqualTo(new DataReply.Written());
    }

    @Test
    void anEmptyWriteIsAcknowledgedAndAnEmptyReadIsNoBytes() {
        node.create(7, 1);

        assertThat(node.write(7, 1, 0, "")).isEqualTo(new DataReply.Written());
        assertThat(text(node.read(7, 1, 0, 0))).isEmpty();
    }

    @Test
    void aRetriedWriteMayComeTwice() {
        node.create(7, 1);
        node.write(7, 1, 0, "abc");

        assertThat(node.write(7, 1, 0, "abc")).isEqualTo(new DataReply.Written());
        assertThat(node.core.figures(node.now).bytes()).isEqualTo(3);
    }

    private static RetryReason retry(DataReply reply) {
        return ((DataReply.Retry) reply).reason();
    }

    private static FinalReason reason(DataReply reply) {
        return ((DataReply.Final) reply).reason();
    }
}
