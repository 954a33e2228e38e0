// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import org.junit.jupiter.api.Test;

/** What a namenode knows, and does first, when it is back from its log. */
class NamenodeRestartTest {
    private final CoreHarness h = new CoreHarness();

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
}
