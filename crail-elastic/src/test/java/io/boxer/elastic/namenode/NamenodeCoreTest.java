// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.Ranges;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The decisions of the namenode, one behaviour a test; docs/protocol.md names the rules. */
class NamenodeCoreTest {
    private final CoreHarness h = new CoreHarness();

    @Test
    void aCreateIsAnsweredOnlyAfterTheDatanodeHasConfirmedTheSlot() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        node.mute = true;

        ClientReply early = h.create("/f", NodeType.DATAFILE);

        assertThat(early).isInstanceOf(ClientReply.Busy.class);
        node.mute = false;
        node.take(node.heard(ControlMessage.New.class).get(0));
        h.run();
        assertThat(h.replies.get(0))
                .isInstanceOfSatisfying(
                        ClientReply.File.class,
                        file -> assertThat(file.blocks())
                                .singleElement()
                                .satisfies(block -> assertThat(block.node()).isEqualTo(node.ref)));
    }

    @Test
    void noMessageLeavesBeforeItsRecordIsAppended() {
        h.join("n1", "stable", 8);
        h.file("/f");

        List<String> kinds = h.performed.stream()
                .map(action -> action instanceof NamenodeAction.Append append
                        ? append.record().getClass().getSimpleName()
                        : action instanceof NamenodeAction.Control control
                                ? control.message().type().name()
                                : action instanceof NamenodeAction.Reply ? "REPLY" : "")
                .filter(kind -> List.of("Create", "NEW", "Done", "REPLY").contains(kind))
                .toList();

        assertThat(kinds).containsExactly("Create", "NEW", "Done", "REPLY");
    }

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
    void aSilentNodeIsDeadOnlyWhenItsLeaseIsOverAndThenItsBlocksAreLostForEver() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        long block = h.file("/f").blocks().get(0).block();
        node.wrote(block, 10);
        node.beats = false;

        h.pass(1900);
        ClientReply before = h.ask(new ClientRequest.Resolve(block));
        h.pass(400);
        ClientReply after = h.ask(new ClientRequest.Resolve(block));

        assertThat(before).isInstanceOf(ClientReply.At.class);
        assertThat(after)
                .isInstanceOfSatisfying(
                        ClientReply.Lost.class,
                        lost -> assertThat(lost.cause())
                                .isEqualTo("node n1 died: it was silent until its lease was over"));
        assertThat(h.status().drains()).singleElement().satisfies(drain -> {
            assertThat(drain.kind()).isEqualTo("kill");
            assertThat(drain.bytesLost()).isEqualTo(10);
        });
        node.beats = true;
        h.pass(200);
        assertThat(h.ask(new ClientRequest.Resolve(block))).isInstanceOf(ClientReply.Lost.class);
        assertThat(node.heard(ControlMessage.Dead.class)).isNotEmpty();
    }

    @Test
    void aNamenodeThatStoodStillDoesNotCallNodesDeadWhoseHeartbeatsWaitInItsSockets() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        CoreHarness.FakeNode gone = h.join("n2", "stable", 8);
        long block = h.file("/f").blocks().get(0).block();
        h.pass(100);

        h.nanos += 3_000_000_000L;
        h.tick();

        assertThat(h.log.stream().filter(LogRecord.NodeDead.class::isInstance)).isEmpty();
        assertThat(h.ask(new ClientRequest.Resolve(block))).isInstanceOf(ClientReply.At.class);
        gone.beats = false;
        h.pass(2200);
        assertThat(h.log.stream().filter(LogRecord.NodeDead.class::isInstance))
                .containsExactly(new LogRecord.NodeDead(gone.ref, "it was silent until its lease was over"));
        assertThat(node.heard(ControlMessage.Dead.class)).isEmpty();
    }

    @Test
    void aNamenodeThatIsAlwaysLateLetsTheDeadDieAllTheSame() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        node.beats = false;

        for (int tick = 0; tick < 6; tick++) {
            h.nanos += 800_000_000L;
            h.tick();
        }

        assertThat(h.log).contains(new LogRecord.NodeDead(node.ref, "it was silent until its lease was over"));
    }

    @Test
    void aNamenodeThatStoodStillDoesNotRemoveADirectoryWhoseRenewalWaitsInItsSockets() {
        h.join("n1", "stable", 4);
        h.ask(new ClientRequest.LeaseDirectory(FilePath.ofText("/spark/app"), 1000));
        h.pass(100);

        h.nanos += 5_000_000_000L;
        h.tick();
        ClientReply after = h.ask(new ClientRequest.GetFile(FilePath.ofText("/spark/app")));
        h.pass(1100);

        assertThat(after).isInstanceOf(ClientReply.File.class);
        assertThat(h.ask(new ClientRequest.GetFile(FilePath.ofText("/spark/app"))))
                .isInstanceOf(ClientReply.Failed.class);
    }

    @Test
    void aTickThatIsALittleLateKeepsNoDeadNodeAlive() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        node.beats = false;

        for (int tick = 0; tick < 6; tick++) {
            h.nanos += 450_000_000L;
            h.tick();
        }

        assertThat(h.log).contains(new LogRecord.NodeDead(node.ref, "it was silent until its lease was over"));
    }

    @Test
    void anAttemptThatWasUnderWayAtARestartIsNotGivenUpAtTheFirstTick() {
        CoreHarness.FakeNode source = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        source.wrote(block, 1000);
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        target.mute = true;
        h.nanos += 300_000_000L;
        h.drain("spot-1", "notice", 20_000);

        h.restart();
        h.register(source, "spot:m6i.large:a", 8);
        h.register(target, "spot:m6i.large:b", 8);
        h.pass(200);

        assertThat(h.block(block).state()).isEqualTo(Block.State.MIGRATING);
        assertThat(h.log.stream().filter(LogRecord.Abort.class::isInstance)).isEmpty();
    }

    @Test
    void aNodeThatFallsSilentLongBeforeItsDeadlineIsNotSaidToHaveRunOutOfTime() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        h.file("/f");
        h.drain("n1", "notice", 20_000);
        node.beats = false;

        h.pass(2200);

        assertThat(h.log).contains(new LogRecord.NodeDead(node.ref, "it was silent until its lease was over"));
    }

    @Test
    void aWriterThatAsksForEightBlocksIsNotToldThatTheStoreIsFullWhileOneIsLeft() {
        h.join("n1", "stable", 2);
        ClientReply.File file = h.file("/f");

        assertThat(more(file, 1, 8))
                .isInstanceOfSatisfying(
                        ClientReply.Blocks.class,
                        blocks -> assertThat(blocks.blocks())
                                .singleElement()
                                .satisfies(block -> assertThat(block.index()).isEqualTo(1)));
        assertThat(more(file, 2, 8))
                .isEqualTo(CrailError.NO_FREE_BLOCKS.failed(
                        "the store is full: no node that takes new blocks has a free slot of 1048576 bytes; add a node or"
                                + " delete files"));
    }

    @Test
    void aBlockThatNoNodeTakesDoesNotCostAWriterTheBlockBeforeIt() {
        h.join("n1", "stable", 2);
        ClientReply.File file = h.file("/f");
        h.join("n2", "stable", 8).full = true;

        assertThat(more(file, 1, 2))
                .isInstanceOfSatisfying(
                        ClientReply.Blocks.class,
                        blocks -> assertThat(blocks.blocks())
                                .singleElement()
                                .satisfies(block -> assertThat(block.node()).isEqualTo(h.node("n1").ref)));
    }

    private ClientReply more(ClientReply.File file, int first, int count) {
        return h.ask(new ClientRequest.GetBlocks(file.file().fd(), file.file().token(), first, count, true));
    }

    @Test
    void aStoreWhoseOnlyOtherNodeIsSilentIsNotCalledFullWhenOneNodeTakesNoBlock() {
        h.join("spot-1", "spot:a:b", 4).full = true;
        CoreHarness.FakeNode silent = h.join("spot-2", "spot:a:b", 4);
        silent.beats = false;
        silent.mute = true;
        h.pass(1500);

        assertThat(h.create("/f", NodeType.DATAFILE)).isInstanceOf(ClientReply.Busy.class);
        silent.beats = true;
        silent.mute = false;
        h.pass(300);

        assertThat(h.replies.get(h.replies.size() - 1)).isInstanceOf(ClientReply.File.class);
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
    void lossIsNamedByFileAndOffset() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        ClientReply.File file = h.file("/f");
        h.ask(new ClientRequest.GetBlocks(file.file().fd(), file.file().token(), 1, 2, true));
        node.beats = false;

        h.pass(2300);

        ClientReply.LostExtents lost = (ClientReply.LostExtents) h.ask(new ClientRequest.GetLost(FilePath.ofText("/")));
        assertThat(lost.extents())
                .extracting(extent -> extent.fd() + "@" + extent.offset())
                .containsExactly(
                        file.file().fd() + "@0",
                        file.file().fd() + "@1048576",
                        file.file().fd() + "@2097152");
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
    void aRestartedNamenodeKnowsWhatItHadAnsweredAndDeclaresNobodyDeadTooEarly() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        ClientReply.File file = h.file("/a");
        h.ask(new ClientRequest.SetFile(file.file().fd(), file.file().token(), 77, false));

        h.restart();

        assertThat(h.core.state().epoch()).isEqualTo(2);
        ClientReply.File again = (ClientReply.File) h.ask(new ClientRequest.GetFile(FilePath.ofText("/a")));
        assertThat(again.file().capacity()).isEqualTo(77);
        assertThat(again.blocks()).isEqualTo(file.blocks());
        node.beats = false;
        h.pass(1900);
        assertThat(h.core.state().isDead(node.ref)).isFalse();
        h.register(node, "stable", 8);
        assertThat(h.core.state().isDead(node.ref)).isFalse();
    }

    @Test
    void aRestartInTheMiddleOfAMoveEndsItWhenTheNodesAreBack() {
        CoreHarness.FakeNode source = h.join("spot-1", "spot:m6i.large:a", 8);
        long block = h.file("/f").blocks().get(0).block();
        CoreHarness.FakeNode target = h.join("spot-2", "spot:m6i.large:b", 8);
        target.mute = true;
        h.nanos += 300_000_000L;
        h.drain("spot-1", "notice", 20_000);

        h.restart();
        target.mute = false;
        h.register(source, "spot:m6i.large:a", 8);
        h.register(target, "spot:m6i.large:b", 8);
        h.pass(300);

        ClientReply.At at = (ClientReply.At) h.ask(new ClientRequest.Resolve(block));
        assertThat(at.node()).isEqualTo(target.ref);
        assertThat(h.status().drains().get(0).state()).isEqualTo("DONE");
    }

    @Test
    void aFullStoreRefusesClearlyLeavesNoNameBehindAndHasRoomAtOnceAfterADelete() {
        h.join("n1", "stable", 1);
        h.file("/a");

        ClientReply full = h.create("/b", NodeType.DATAFILE);
        ClientReply lookup = h.ask(new ClientRequest.GetFile(FilePath.ofText("/b")));
        h.ask(new ClientRequest.RemoveFile(new Caller(9, 1000), FilePath.ofText("/a"), false));
        ClientReply again = h.create("/b", NodeType.DATAFILE);

        assertThat(full)
                .isInstanceOfSatisfying(
                        ClientReply.Failed.class,
                        failed -> assertThat(failed.text())
                                .isEqualTo(
                                        "the store is full: no node that takes new blocks has a free slot of 1048576 bytes; add a"
                                                + " node or delete files"));
        assertThat(lookup).isInstanceOf(ClientReply.Failed.class);
        assertThat(again).isInstanceOf(ClientReply.File.class);
    }

    @Test
    void aWriterWhoseFileIsRemovedWhileItWaitsForABlockIsNotToldThatTheStoreIsFull() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 8);
        ClientReply.File file = h.file("/f");
        node.mute = true;
        h.ask(new ClientRequest.GetBlocks(file.file().fd(), file.file().token(), 1, 1, true));
        int before = h.replies.size();

        h.ask(new ClientRequest.RemoveFile(new Caller(9, 1000), FilePath.ofText("/f"), false));

        assertThat(h.replies.subList(before, h.replies.size()))
                .filteredOn(ClientReply.Failed.class::isInstance)
                .singleElement()
                .isEqualTo(new ClientReply.Failed(
                        6,
                        "fd=%d was removed or never was".formatted(file.file().fd())));
    }

    @Test
    void aCreateRightAfterARestartWaitsForTheNodesInsteadOfCallingTheStoreFull() {
        CoreHarness.FakeNode node = h.join("n1", "stable", 4);
        h.restart();

        ClientReply early = h.create("/f", NodeType.DATAFILE);
        h.register(node, "stable", 4);

        assertThat(early).isInstanceOf(ClientReply.Busy.class);
        assertThat(h.replies.get(h.replies.size() - 1)).isInstanceOf(ClientReply.File.class);
    }

    @Test
    void aLateCopyOfACreateDoesNotBringARemovedFileBackAfterARestart() {
        h.join("n1", "stable", 8);
        ClientRequest.CreateFile create = new ClientRequest.CreateFile(
                new Caller(9, 500), FilePath.ofText("/f"), NodeType.DATAFILE.label(), 0, 0, true);
        h.ask(create);
        h.ask(new ClientRequest.RemoveFile(new Caller(9, 501), FilePath.ofText("/f"), false));

        h.restart();
        h.register(h.node("n1"), "stable", 8);
        ClientReply again = h.ask(create);

        assertThat(again)
                .isEqualTo(new ClientReply.Failed(
                        3, "/f was made by this very request and is gone again: removed, or there was no room for it"));
        assertThat(h.ask(new ClientRequest.GetFile(FilePath.ofText("/f")))).isInstanceOf(ClientReply.Failed.class);
    }

    @Test
    void aCreateThatIsRepeatedAfterALostReplyIsAnsweredAgainAndNotRefused() {
        h.join("n1", "stable", 4);
        ClientRequest.CreateFile request = new ClientRequest.CreateFile(
                new Caller(5, 1), FilePath.ofText("/f"), NodeType.DATAFILE.label(), 0, 0, true);

        ClientReply first = h.ask(request);
        ClientReply second = h.ask(request);
        h.restart();
        h.register(h.node("n1"), "stable", 4);
        ClientReply third = h.ask(request);

        assertThat(second).isEqualTo(first);
        assertThat(((ClientReply.File) third).file().fd())
                .isEqualTo(((ClientReply.File) first).file().fd());
    }

    @Test
    void twoNamesWithOneHashAreToldApart() {
        h.join("n1", "stable", 4);
        h.file("/Aa");

        ClientReply lookup = h.ask(new ClientRequest.GetFile(FilePath.ofText("/BB")));

        assertThat(lookup)
                .isInstanceOfSatisfying(
                        ClientReply.Failed.class,
                        failed -> assertThat(failed.text())
                                .isEqualTo(
                                        "name=BB has the same 32-bit hash as /Aa, and Crail's client sends hashes only; use another"
                                                + " name"));
    }

    @Test
    void aDirectoryWhoseLeaseIsNotRenewedIsRemovedWithAllInIt() {
        h.join("n1", "stable", 4);
        h.ask(new ClientRequest.LeaseDirectory(FilePath.ofText("/spark/app"), 1000));
        h.file("/spark/app/f");
        h.pass(900);
        h.ask(new ClientRequest.LeaseDirectory(FilePath.ofText("/spark/app"), 1000));
        h.pass(900);
        ClientReply kept = h.ask(new ClientRequest.GetFile(FilePath.ofText("/spark/app/f")));

        h.pass(300);

        assertThat(kept).isInstanceOf(ClientReply.File.class);
        assertThat(h.ask(new ClientRequest.GetFile(FilePath.ofText("/spark/app"))))
                .isInstanceOf(ClientReply.Failed.class);
        assertThat(h.status().bytesStored()).isZero();
        assertThat(h.status().nodes().get(0).blocks()).isZero();
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
