// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.FilePath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the namenode decides for files and directories; docs/protocol.md names the rules. */
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
}
