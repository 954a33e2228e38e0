// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.FilePath;
import org.junit.jupiter.api.Test;

/** Who is silent, and for how long it may be: leases, late ticks, death. */
class NamenodeSilenceTest {
    private final CoreHarness h = new CoreHarness();

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

        h.tickEvery(800, 6);

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

        h.tickEvery(450, 6);

        assertThat(h.log).contains(new LogRecord.NodeDead(node.ref, "it was silent until its lease was over"));
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
}
