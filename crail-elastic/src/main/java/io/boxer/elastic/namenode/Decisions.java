// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.namenode.NamenodeEvent.Now;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The actions of the event at hand, in order, and the moment it happened. Shared by the parts of the core; confined to it. */
final class Decisions {
    private final NamenodeState state;
    private final Trace trace;
    private List<NamenodeAction> actions = new ArrayList<>();
    private Now now = new Now(0, 0);

    Decisions(NamenodeState state, Trace trace) {
        this.state = state;
        this.trace = trace;
    }

    /** For what neither a record nor a message says. */
    Trace trace() {
        return trace;
    }

    void at(Now moment) {
        now = moment;
    }

    long nanos() {
        return now.nanos();
    }

    long epochMillis() {
        return now.epochMillis();
    }

    /** Decides: the record goes to the log, and its consequences hold from here on. */
    void decide(LogRecord record) {
        actions.add(new NamenodeAction.Append(record));
        state.apply(record);
    }

    void reply(long connection, long requestId, ClientReply reply) {
        actions.add(new NamenodeAction.Reply(connection, requestId, reply));
    }

    /** Sends in the node's session; what a node without one misses is sent when it has one again. */
    void control(Node node, Function<ControlMessage.Header, ControlMessage> message) {
        if (node.connection().isPresent()) {
            ControlMessage.Header header =
                    new ControlMessage.Header(state.epoch(), node.session(), node.nextSequence(), node.ref());
            actions.add(new NamenodeAction.Control(node.connection().getAsLong(), message.apply(header)));
        }
    }

    void answer(long connection, ControlMessage message) {
        actions.add(new NamenodeAction.Control(connection, message));
    }

    void close(long connection) {
        actions.add(new NamenodeAction.Close(connection));
    }

    void note(String kind, String node, String format, Object... values) {
        actions.add(new NamenodeAction.Note(kind, node, format.formatted(values)));
    }

    List<NamenodeAction> take() {
        List<NamenodeAction> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }
}
