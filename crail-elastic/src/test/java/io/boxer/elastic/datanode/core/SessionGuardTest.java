// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import static io.boxer.elastic.datanode.core.TestNode.ref;
import static io.boxer.elastic.datanode.core.TestNode.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionGuardTest {
    private final TestNode node = TestNode.serving(1, 4, 0);

    @Test
    void aMessageIsObeyedOnce() {
        ControlMessage.Header header = node.header();
        node.handle(new ControlMessage.New(header, 7, 1, List.of(node.self), 1));

        List<NodeAction> actions = node.handle(new ControlMessage.Drop(header, 7, 1));

        assertThat(actions).allMatch(NodeAction.Ignored.class::isInstance);
        assertThat(node.status(7).state()).isEqualTo(EntryState.LIVE);
    }

    @Test
    void messagesOutOfOrderAreIgnored() {
        ControlMessage.Header first = node.header();
        ControlMessage.Header second = node.header();
        node.handle(new ControlMessage.New(second, 7, 1, List.of(node.self), 1));

        assertThat(node.handle(new ControlMessage.Drop(first, 7, 1))).allMatch(NodeAction.Ignored.class::isInstance);
    }

    @Test
    void messagesOfAnOlderSessionAreIgnored() {
        ControlMessage.Header old = node.header();
        node.openSession(1, 2);

        assertThat(node.handle(new ControlMessage.Drop(old, 7, 1)))
                .isEqualTo(List.of(new NodeAction.Ignored("DROP: epoch=1 session=1, open is epoch=1 session=2")));
    }

    @Test
    void messagesOfAnOlderNamenodeAreIgnored() {
        ControlMessage.Header old = node.header();
        node.openSession(2, 1);

        assertThat(node.handle(new ControlMessage.Drop(old, 7, 1))).allMatch(NodeAction.Ignored.class::isInstance);
        assertThat(node.openSession(1, 9)).allMatch(NodeAction.Ignored.class::isInstance);
    }

    @Test
    void aMessageForTheProcessThatWasHereBeforeIsIgnored() {
        ControlMessage.Header header = new ControlMessage.Header(1, 1, 1, ref(1, node.self.incarnation() - 1));

        assertThat(node.handle(new ControlMessage.New(header, 7, 1, List.of(node.self), 1)))
                .allMatch(NodeAction.Ignored.class::isInstance);
        assertThat(node.status(7).state()).isEqualTo(EntryState.NONE);
    }

    @Test
    void deathOfAnotherIncarnationIsIgnoredAndOfThisOneStartsOver() {
        assertThat(node.handle(new ControlMessage.Dead(ref(1, 5)))).allMatch(NodeAction.Ignored.class::isInstance);

        assertThat(node.handle(new ControlMessage.Dead(node.self))).isEqualTo(List.of(new NodeAction.StartOver()));
        assertThat(node.handle(new ControlMessage.Drained(node.self))).isEqualTo(List.of(new NodeAction.MayGo()));
    }

    @Test
    void aNewSessionHearsAllEntriesAndLastSequenceZero() {
        node.create(7, 1);
        node.write(7, 1, 0, "abc");

        NodeMessage.Report report = (NodeMessage.Report) sent(node.openSession(2, 5));

        assertThat(report.entries()).isEqualTo(List.of(new NodeMessage.Entry(7, 1, EntryState.LIVE, 3)));
        assertThat(report.last()).isTrue();
        assertThat(report.lastSequence()).isZero();
        assertThat(node.core.heartbeat(node.now).changed()).isEmpty();
    }

    @Test
    void aLongReportIsSentInParts() {
        int blocks = BlockTableCore.MAX_ENTRIES + 1;
        TestNode large = new TestNode(2, new ArraySlots(1, blocks, 0));
        large.openSession(1, 1);
        for (int block = 1; block <= blocks; block++) {
            large.create(block, 1);
        }

        List<NodeAction> actions = large.openSession(1, 2);

        assertThat(actions).hasSize(2);
        NodeMessage.Report first = (NodeMessage.Report) ((NodeAction.Send) actions.get(0)).message();
        NodeMessage.Report last = (NodeMessage.Report) ((NodeAction.Send) actions.get(1)).message();
        assertThat(first.last()).isFalse();
        assertThat(first.entries()).hasSize(BlockTableCore.MAX_ENTRIES);
        assertThat(last.last()).isTrue();
        assertThat(last.entries()).hasSize(1);
    }

    @Test
    void changesThatDoNotFitIntoAHeartbeatGoOnInTheNextOne() {
        int blocks = BlockTableCore.MAX_ENTRIES + 1;
        TestNode large = new TestNode(2, new ArraySlots(1, blocks, 0));
        large.openSession(1, 1);
        for (int block = 1; block <= blocks; block++) {
            large.create(block, 1);
        }

        assertThat(large.core.heartbeat(large.now).changed()).hasSize(BlockTableCore.MAX_ENTRIES);
        assertThat(large.core.heartbeat(large.now).changed()).hasSize(1);
        assertThat(large.core.heartbeat(large.now).changed()).isEmpty();
    }

    @Test
    void tombstonesAreKeptUntilTheirSessionIsClosedAndManyOfThemAskForANewSession() {
        List<NodeAction> actions = List.of();
        for (int block = 1; block <= BlockTableCore.MAX_TOMBSTONES; block++) {
            actions = node.drop(block, 3);
        }
        assertThat(actions).hasSize(1);

        assertThat(node.drop(1_000_000, 3)).contains(new NodeAction.RenewSession());
        assertThat(node.drop(1_000_001, 3)).doesNotContain(new NodeAction.RenewSession());
        assertThat(sent(node.create(1, 3))).isInstanceOf(NodeMessage.Refused.class);

        node.openSession(1, 2);
        assertThat(node.core.figures(node.now).tombstones()).isZero();
        assertThat(sent(node.create(1, 4))).isInstanceOf(NodeMessage.Activated.class);
    }

    @Test
    void theGenerationSeenOfABlockThatIsHereOutlivesItsSession() {
        node.create(7, 1);
        node.freeze(7, 1, 5);
        node.openSession(1, 2);

        assertThat(sent(node.alloc(7, 5))).isInstanceOf(NodeMessage.Refused.class);
    }

    @Test
    void aNoticeIsToldAgainInEverySessionWithTheTimeThatIsLeft() {
        assertThat(sent(node.core.leave("id-1", "sigterm", 30_000, node.now)))
                .isEqualTo(new NodeMessage.Notice(node.self, "id-1", "sigterm", 30_000));
        node.pass(12_000);

        assertThat(sent(node.openSession(2, 1)))
                .isEqualTo(new NodeMessage.Notice(node.self, "id-1", "sigterm", 18_000));
    }
}
