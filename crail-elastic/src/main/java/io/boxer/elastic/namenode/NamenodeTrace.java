// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.trace.Trace;
import io.boxer.elastic.trace.TraceFields;
import java.util.List;

/**
 * The namenode's events of docs/protocol.md, section 9, around its log and its wire. An lsn is the place of a record in the
 * log, from 1 on, so a restarted namenode goes on counting where its log ends.
 *
 * <p>Confined to the namenode's event loop, but for {@link #durable}, which belongs to the log's thread.
 */
final class NamenodeTrace {
    private final Trace trace;
    private long decided;
    private long durable;

    NamenodeTrace(Trace trace) {
        this.trace = trace;
    }

    /** What the log holds at the start: decided and durable already. */
    void recovered(List<LogRecord> records) {
        if (trace.isOn()) {
            records.forEach(record -> log(record, true));
            durable(records.size());
        }
    }

    void decided(LogRecord record) {
        if (trace.isOn()) {
            log(record, false);
        }
    }

    private void log(LogRecord record, boolean recovered) {
        decided++;
        trace.log(
                "nn.record",
                TraceFields.of(
                        (Record) record,
                        "kind",
                        record.getClass().getSimpleName(),
                        "lsn",
                        decided,
                        "recovered",
                        recovered));
    }

    /** So many more records are on disk. */
    void durable(int records) {
        if (trace.isOn()) {
            durable += records;
            trace.log("nn.durable", "lsn", durable);
        }
    }

    /** @return lsn of the last decision: what leaves from here on rests on it; 0 while nothing is traced */
    long lsn() {
        return decided;
    }

    void heard(long connection, NodeMessage message) {
        if (trace.isOn()) {
            trace.log("nn.recv", TraceFields.of((Record) message, "message", message.type(), "connection", connection));
        }
    }

    /** To be called before the message leaves. */
    void sends(long connection, Message message, long restsOn) {
        if (!trace.isOn()) {
            return;
        }
        if (message instanceof ControlMessage control) {
            trace.log(
                    "nn.send",
                    TraceFields.of(
                            (Record) control, "message", control.type(), "connection", connection, "lsn", restsOn));
        } else if (message instanceof ClientReply.At at) {
            answer(connection, "AT", at.block(), at.gen(), at.node(), restsOn);
        } else if (message instanceof ClientReply.File file) {
            file.blocks().forEach(location -> answer(connection, location, restsOn));
        } else if (message instanceof ClientReply.Blocks blocks) {
            blocks.blocks().forEach(location -> answer(connection, location, restsOn));
        } else if (message instanceof ClientReply.Busy busy) {
            answer(connection, "BUSY", busy.block(), restsOn);
        } else if (message instanceof ClientReply.Lost lost) {
            answer(connection, "LOST", lost.block(), restsOn);
        } else if (message instanceof ClientReply.Deleted deleted) {
            answer(connection, "DELETED", deleted.block(), restsOn);
        }
    }

    void answersAdmin(String kind, long restsOn) {
        if (trace.isOn()) {
            trace.log("nn.answer", "client", "admin", "kind", kind, "lsn", restsOn);
        }
    }

    private void answer(long client, BlockLocation at, long restsOn) {
        if (at.lost()) {
            answer(client, "LOST", at.block(), restsOn);
        } else {
            answer(client, "AT", at.block(), at.gen(), at.node(), restsOn);
        }
    }

    private void answer(long client, String kind, long block, int gen, NodeRef node, long restsOn) {
        trace.log("nn.answer", "client", client, "kind", kind, "b", block, "g", gen, "node", node, "lsn", restsOn);
    }

    private void answer(long client, String kind, long block, long restsOn) {
        trace.log("nn.answer", "client", client, "kind", kind, "b", block, "lsn", restsOn);
    }
}
