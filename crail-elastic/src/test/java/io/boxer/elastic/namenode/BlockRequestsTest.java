// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import org.junit.jupiter.api.Test;

/** Blocks for writers when there is little room. */
class BlockRequestsTest {
    private final CoreHarness h = new CoreHarness();

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

    private ClientReply more(ClientReply.File file, int first, int count) {
        return h.ask(new ClientRequest.GetBlocks(file.file().fd(), file.file().token(), first, count, true));
    }
}
