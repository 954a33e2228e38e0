// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.Ranges;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Nodes that have to go, and what becomes of a block on its way. */
class DrainsTest {
    private final CoreHarness h = new CoreHarness();

    @Test
    void aDrainMovesEveryBlockAndPublishesOnlyWhatTheTargetHasConfirmed() {
        CoreHarness.FakeNode spot = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        spot.wrote(block, 1000);
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        target.mute = true;

        h.nanos += 300_000_000L;
        h.drain("spot-1", "notice", 20_000);
        ClientReply.At during = (ClientReply.At) h.ask(new ClientRequest.Resolve(block));
        target.mute = false;
        target.take(target.heard(ControlMessage.Alloc.class).get(0));
        h.run();
        ClientReply.At after = (ClientReply.At) h.ask(new ClientRequest.Resolve(block));

        assertThat(during.node()).isEqualTo(spot.ref);
        assertThat(after.node()).isEqualTo(target.ref);
        assertThat(after.gen()).isGreaterThan(during.gen());
        h.pass(200);
        assertThat(h.status().drains()).singleElement().satisfies(drain -> {
            assertThat(drain.state()).isEqualTo("DONE");
            assertThat(drain.bytesAtNotice()).isEqualTo(1000);
            assertThat(drain.bytesMoved()).isEqualTo(1000);
            assertThat(drain.bytesLost()).isZero();
        });
        assertThat(spot.heard(ControlMessage.Drained.class)).hasSize(1);
        assertThat(spot.heard(ControlMessage.Moved.class)).hasSize(1);
    }

    @Test
    void theSameNoticeTwiceDrainsOnce() {
        h.join("spot-1", "spot:m6i.large:a", 8);
        h.join("stable", "stable", 8);

        h.drain("spot-1", "notice", 20_000);
        h.drain("spot-1", "notice", 20_000);

        assertThat(h.log.stream().filter(LogRecord.DrainBegun.class::isInstance))
                .hasSize(1);
    }

    @Test
    void drainsThatAreOverAreForgottenOneDay() {
        h.join("stable-1", "stable", 4);
        for (int i = 0; i < 1200; i++) {
            h.perform(h.core.handle(
                    new NamenodeEvent.DrainAsked("stable-1", "n" + i, "rebalance", OptionalLong.empty()), h.now()));
        }

        assertThat(h.core.drains().all()).hasSize(1000);
        assertThat(h.core.drains().find("n1199")).isPresent();
        assertThat(h.core.drains().find("n0")).isEmpty();
    }

    @Test
    void aDeadTargetAbortsTheAttemptAndTheSourceGoesOnAtAFreshGen() {
        CoreHarness.FakeNode source = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        target.mute = true;
        target.beats = false;
        h.nanos += 300_000_000L;
        h.drain("spot-1", "scale-in", 60_000);

        h.pass(3000);

        assertThat(source.heard(ControlMessage.Activate.class)).isNotEmpty();
        ClientReply.At at = (ClientReply.At) h.ask(new ClientRequest.Resolve(block));
        assertThat(at.node()).isEqualTo(source.ref);
        assertThat(at.gen()).isEqualTo(3);
    }

    @Test
    void aTargetThatDiesBetweenCommitAndDoneIsRolledBackWithoutLoss() {
        CoreHarness.FakeNode source = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        target.mute = true;
        target.beats = false;
        h.nanos += 300_000_000L;
        h.drain("spot-1", "scale-in", 60_000);
        target.mute = false;
        target.take(target.heard(ControlMessage.Alloc.class).get(0));
        target.mute = true;
        h.run();
        assertThat(h.block(block).state()).isEqualTo(Block.State.COMMITTED);

        h.pass(2500);

        assertThat(h.log.stream().filter(LogRecord.Rolled.class::isInstance)).hasSize(1);
        ClientReply.At at = (ClientReply.At) h.ask(new ClientRequest.Resolve(block));
        assertThat(at.node()).isEqualTo(source.ref);
    }

    @Test
    void aReadyCopyOutlivesItsSource() {
        CoreHarness.FakeNode source = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        source.mute = true;
        h.nanos += 300_000_000L;
        h.drain("spot-1", "notice", 1000);
        source.beats = false;

        h.pass(2300);

        ClientReply.At at = (ClientReply.At) h.ask(new ClientRequest.Resolve(block));
        assertThat(at.node()).isEqualTo(target.ref);
        assertThat(h.status().lostBlocks()).isZero();
    }

    @Test
    void aCopyWhoseSourceDiedIsAskedAndNotGivenUpForItsAge() {
        CoreHarness.FakeNode source = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        target.mute = true;
        source.beats = false;
        h.pass(500);
        h.drain("spot-1", "scale-in", 60_000);
        int attempt = h.block(block).attempt();

        h.pass(2500);
        Block.State meanwhile = h.block(block).state();
        target.mute = false;
        target.say(new NodeMessage.State(
                target.ref, block, attempt, NodeMessage.EntryState.READY, attempt, 0, Ranges.EMPTY, 7));
        h.run();

        assertThat(meanwhile).isEqualTo(Block.State.MIGRATING);
        assertThat(target.heard(ControlMessage.Status.class)).isNotEmpty();
        assertThat(((ClientReply.At) h.ask(new ClientRequest.Resolve(block))).node())
                .isEqualTo(target.ref);
    }

    @Test
    void dataGoesToSpotFirstAndMovesToAnotherPoolAndToTheStableNodeLast() {
        h.join("stable-1", "stable", 8);
        h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        assertThat(h.block(block).members()).containsExactly(h.node("spot-1").ref);
        h.join("spot-2", "spot:m6i.large:a", 8);
        h.join("spot-3", "spot:m6i.large:b", 8);

        h.nanos += 300_000_000L;
        h.drain("spot-1", "notice", 20_000);
        assertThat(h.block(block).members()).containsExactly(h.node("spot-3").ref);
        h.nanos += 300_000_000L;
        h.drain("spot-3", "notice", 20_000);
        assertThat(h.block(block).members()).containsExactly(h.node("spot-2").ref);
        h.nanos += 300_000_000L;
        h.drain("spot-2", "notice", 20_000);
        assertThat(h.block(block).members()).containsExactly(h.node("stable-1").ref);
    }

    @Test
    void whatWillNotFitIsNamedBeforeTheNodeDies() {
        CoreHarness.FakeNode node = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        node.wrote(block, 1 << 20);

        h.drain("spot-1", "notice", 5);

        assertThat(h.performed)
                .filteredOn(NamenodeAction.Note.class::isInstance)
                .map(NamenodeAction.Note.class::cast)
                .anySatisfy(note -> {
                    assertThat(note.kind()).isEqualTo("will-be-lost");
                    assertThat(note.text()).isEqualTo("1 blocks, 1048576 bytes will not fit before the deadline: /f");
                });
    }
}
