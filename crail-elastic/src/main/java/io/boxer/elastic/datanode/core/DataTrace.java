// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.trace.Trace;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Events {@code dn.write} and {@code dn.read}: written before the answer leaves. Confined to the table's thread. */
final class DataTrace {
    private final BlockTable table;
    private final Lease lease;
    private final Trace trace;

    DataTrace(BlockTable table, Lease lease, Trace trace) {
        this.table = table;
        this.lease = lease;
        this.trace = trace;
    }

    DataReply wrote(DataRequest.Write write, DataReply reply, Now now) {
        if (trace.isOn()) {
            trace.log(
                    "dn.write",
                    "b",
                    write.block(),
                    "g",
                    write.gen(),
                    "incarnation",
                    write.incarnation(),
                    "writerEpoch",
                    write.writerEpoch(),
                    "offset",
                    write.offset(),
                    "length",
                    write.body().remaining(),
                    "crc",
                    crc(write.body()),
                    "result",
                    result(reply),
                    "leaseLeftNs",
                    lease.leftNanos(now));
        }
        return reply;
    }

    DataReply read(DataRequest.Read read, DataReply reply) {
        if (trace.isOn()) {
            trace.log(
                    "dn.read",
                    "b",
                    read.block(),
                    "g",
                    read.gen(),
                    "offset",
                    read.offset(),
                    "length",
                    read.length(),
                    "slot",
                    table.entry(read.block()).map(entry -> entry.slot).orElse(-1),
                    "crc",
                    crc(reply.body()),
                    "result",
                    result(reply));
        }
        return reply;
    }

    private static long crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return crc.getValue();
    }

    private static String result(DataReply reply) {
        if (reply instanceof DataReply.Retry retry) {
            return retry.reason().name();
        }
        if (reply instanceof DataReply.Final no) {
            return no.reason().name();
        }
        return reply instanceof DataReply.Redirect ? "MOVED" : "OK";
    }
}
