// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.elastic.rpc.DataReply;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the node has done since it started; the metrics. Thread-safe: the loop counts, the admin API reads. */
final class NodeCounters {
    /** Kinds of answers. */
    enum Kind {
        READ,
        READ_BYTES,
        WRITE,
        WRITTEN_BYTES,
        PULL_SERVED,
        PULL_SERVED_BYTES,
        PULL_ASKED,
        PULL_FAILED,
        IGNORED_MESSAGE,
        SESSION_OPENED,
        CONNECTION_REFUSED,
        CONNECTION_CUT,
        CONNECTION_FENCED,
        REDIRECTED
    }

    private final Map<Kind, LongAdder> kinds = new EnumMap<>(Kind.class);
    private final Map<DataReply.RetryReason, LongAdder> retries = new EnumMap<>(DataReply.RetryReason.class);
    private final Map<DataReply.FinalReason, LongAdder> finals = new EnumMap<>(DataReply.FinalReason.class);

    NodeCounters() {
        for (Kind kind : Kind.values()) {
            kinds.put(kind, new LongAdder());
        }
        for (DataReply.RetryReason reason : DataReply.RetryReason.values()) {
            retries.put(reason, new LongAdder());
        }
        for (DataReply.FinalReason reason : DataReply.FinalReason.values()) {
            finals.put(reason, new LongAdder());
        }
    }

    void count(Kind kind) {
        adder(kind).increment();
    }

    void add(Kind kind, long amount) {
        adder(kind).add(amount);
    }

    /** Counts an answer of the data port, {@code writtenBytes} of a write that it may acknowledge. */
    void answered(DataReply reply, int writtenBytes) {
        if (reply instanceof DataReply.Written) {
            count(Kind.WRITE);
            add(Kind.WRITTEN_BYTES, writtenBytes);
        } else if (reply instanceof DataReply.Bytes bytes) {
            count(Kind.READ);
            add(Kind.READ_BYTES, bytes.body().remaining());
        } else if (reply instanceof DataReply.Pulled pulled) {
            count(Kind.PULL_SERVED);
            add(Kind.PULL_SERVED_BYTES, pulled.body().remaining());
        } else if (reply instanceof DataReply.Retry retry) {
            retries.getOrDefault(retry.reason(), new LongAdder()).increment();
        } else if (reply instanceof DataReply.Final no) {
            finals.getOrDefault(no.reason(), new LongAdder()).increment();
        } else if (reply instanceof DataReply.Redirect) {
            count(Kind.REDIRECTED);
        }
    }

    long of(Kind kind) {
        return adder(kind).sum();
    }

    LongAdder adder(Kind kind) {
        return kinds.getOrDefault(kind, new LongAdder());
    }

    Map<DataReply.RetryReason, LongAdder> retries() {
        return retries;
    }

    Map<DataReply.FinalReason, LongAdder> finals() {
        return finals;
    }
}
