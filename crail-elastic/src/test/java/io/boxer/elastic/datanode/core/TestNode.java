// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.trace.Trace;
import java.nio.ByteBuffer;
import java.util.List;

/** A datanode's core with an open session, a lease and a settable time; the namenode is the test. */
final class TestNode {
    static final int BLOCK = 64;

    final NodeRef self;
    final ArraySlots memory;
    final BlockTableCore core;
    Now now = new Now(1_000_000_000_000L, 1_700_000_000_000L);

    private int epoch = 1;
    private long session = 1;
    private long sequence;

    TestNode(int port, ArraySlots memory) {
        this.self = ref(port, port * 1000L);
        this.memory = memory;
        this.core = new BlockTableCore(self, "n" + port, "stable", memory, Trace.OFF);
    }

    /** With a session and a lease. */
    static TestNode serving(int port, int memorySlots, int spillSlots) {
        TestNode node = new TestNode(port, new ArraySlots(BLOCK, memorySlots, spillSlots));
        node.openSession(1, 1);
        node.renewLease();
        return node;
    }

    static NodeRef ref(int port, long incarnation) {
        return new NodeRef(new HostPort("127.0.0.1", port), incarnation);
    }

    List<NodeAction> openSession(int newEpoch, long newSession) {
        epoch = newEpoch;
        session = newSession;
        sequence = 0;
        return core.handle(new ControlMessage.Session(newEpoch, newSession), now);
    }

    void renewLease() {
        NodeMessage.Heartbeat heartbeat = core.heartbeat(now);
        core.handle(new ControlMessage.Lease(heartbeat.sentAtNanos(), 2_000_000_000L), now);
    }

    void pass(long millis) {
        now = now.plusMillis(millis);
    }

    ControlMessage.Header header() {
        return new ControlMessage.Header(epoch, session, ++sequence, self);
    }

    List<NodeAction> handle(ControlMessage message) {
        return core.handle(message, now);
    }

    List<NodeAction> create(long block, int gen) {
        return handle(new ControlMessage.New(header(), block, gen, List.of(self), 1));
    }

    List<NodeAction> alloc(long block, int attempt, NodeRef... sources) {
        return handle(new ControlMessage.Alloc(header(), block, attempt, List.of(sources)));
    }

    List<NodeAction> freeze(long block, int from, int attempt) {
        return handle(new ControlMessage.Freeze(header(), block, from, attempt));
    }

    List<NodeAction> activate(long block, int attempt, int writerEpoch, Integer... base) {
        return handle(new ControlMessage.Activate(header(), block, attempt, List.of(self), writerEpoch, List.of(base)));
    }

    List<NodeAction> drop(long block, int upTo) {
        return handle(new ControlMessage.Drop(header(), block, upTo));
    }

    NodeMessage.State status(long block) {
        return (NodeMessage.State) sent(handle(new ControlMessage.Status(header(), block, 0)));
    }

    /** Copies a block here: ALLOC, FREEZE at the source, PULL, in this order. */
    NodeMessage pullFrom(TestNode source, long block, int from, int attempt) {
        NodeAction.Pull pull =
                (NodeAction.Pull) alloc(block, attempt, source.self).get(1);
        source.freeze(block, from, attempt);
        return sent(core.pulled(pull.request(), source.core.pull(pull.request()), now));
    }

    DataReply write(long block, int gen, int offset, String text) {
        return write(block, gen, 1, offset, text);
    }

    DataReply write(long block, int gen, int writerEpoch, int offset, String text) {
        return core.write(new DataRequest.Write(self.incarnation(), block, gen, writerEpoch, offset, bytes(text)), now);
    }

    DataReply read(long block, int gen, int offset, int length) {
        return core.read(new DataRequest.Read(self.incarnation(), block, gen, offset, length), now);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    static String text(DataReply reply) {
        return java.nio.charset.StandardCharsets.US_ASCII
                .decode(((DataReply.Bytes) reply).body().duplicate())
                .toString();
    }

    /** The one message among these actions. */
    static NodeMessage sent(List<NodeAction> actions) {
        return actions.stream()
                .filter(NodeAction.Send.class::isInstance)
                .map(action -> ((NodeAction.Send) action).message())
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("nothing is sent: " + actions));
    }
}
