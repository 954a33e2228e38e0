// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataReply.FinalReason;
import io.boxer.elastic.rpc.DataReply.RetryReason;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import java.util.Optional;

/**
 * What clients and other datanodes may do with bytes. Incarnation, block and generation must be exactly those of the entry
 * (rule R3); a write besides needs the owner's life, the writer's epoch and the lease. A body is copied within one call, so a
 * check cannot be overtaken by FREEZE. Confined to the table's thread.
 */
final class DataRules {
    private static final int AFTER_FROZEN_MILLIS = 2;
    private static final int AFTER_LEASE_MILLIS = 50;

    private final BlockTable table;
    private final Lease lease;

    DataRules(BlockTable table, Lease lease) {
        this.table = table;
        this.lease = lease;
    }

    DataReply write(DataRequest.Write write, Now now) {
        int length = write.body().remaining();
        Optional<DataReply> no = refuse(write.incarnation(), write.block(), write.gen(), write.offset(), length);
        if (no.isPresent()) {
            return no.get();
        }
        Entry entry = table.entry(write.block()).orElseThrow();
        if (entry.state == EntryState.FROZEN) {
            return new DataReply.Retry(RetryReason.FROZEN, AFTER_FROZEN_MILLIS);
        }
        if (write.writerEpoch() < entry.writerEpoch) {
            return new DataReply.Final(
                    FinalReason.FENCED,
                    "writer epoch %d, a writer with epoch %d has taken over"
                            .formatted(write.writerEpoch(), entry.writerEpoch));
        }
        if (write.writerEpoch() > entry.writerEpoch) {
            return new DataReply.Retry(RetryReason.STALE_GEN, 0);
        }
        if (lease.leftNanos(now) <= 0) {
            return new DataReply.Retry(RetryReason.NO_LEASE, AFTER_LEASE_MILLIS);
        }
        if (length > 0) {
            table.memory.put(entry.slot, write.offset(), write.body().duplicate());
            table.wrote(entry, write.offset(), length);
        }
        return new DataReply.Written();
    }

    DataReply read(DataRequest.Read read, Now now) {
        Optional<DataReply> no = refuse(read.incarnation(), read.block(), read.gen(), read.offset(), read.length());
        if (no.isPresent()) {
            return no.get();
        }
        Entry entry = table.entry(read.block()).orElseThrow();
        if (entry.written.covers(read.offset(), read.offset() + read.length())) {
            return new DataReply.Bytes(table.memory.get(entry.slot, read.offset(), read.length()));
        }
        if (entry.state == EntryState.LIVE && lease.leftNanos(now) > 0) {
            return new DataReply.Final(
                    FinalReason.NOT_WRITTEN,
                    "bytes %d to %d of block %d: written are %s"
                            .formatted(read.offset(), read.offset() + read.length(), read.block(), entry.written));
        }
        return new DataReply.Retry(RetryReason.ASK_AGAIN, AFTER_FROZEN_MILLIS);
    }

    DataReply pull(DataRequest.Pull pull) {
        Optional<Entry> known = table.entry(pull.block()).filter(Entry::isPublic);
        if (pull.incarnation() != table.self.incarnation() || known.isEmpty()) {
            return new DataReply.Retry(RetryReason.NOT_MINE, 0);
        }
        Entry entry = known.get();
        if (entry.state != EntryState.FROZEN || entry.frozenFor != pull.attempt()) {
            return new DataReply.Retry(RetryReason.NOT_FROZEN, 1);
        }
        return new DataReply.Pulled(entry.frozenFor, entry.written, table.crc(entry), table.writtenBytes(entry));
    }

    /** What reads and writes have in common: the answer if this is not the place, or not such a place. */
    private Optional<DataReply> refuse(long incarnation, long block, int gen, int offset, int length) {
        if (incarnation != table.self.incarnation()) {
            return Optional.of(new DataReply.Retry(RetryReason.NOT_MINE, 0));
        }
        if (offset < 0 || length < 0 || length > table.memory.blockSizeBytes() - offset) {
            return Optional.of(new DataReply.Final(
                    FinalReason.OUT_OF_BOUNDS,
                    "offset=%d length=%d, a block has %d bytes"
                            .formatted(offset, length, table.memory.blockSizeBytes())));
        }
        Optional<Entry> known = table.entry(block).filter(Entry::isPublic);
        if (known.isEmpty() || !known.get().ownedBy(table.self)) {
            return Optional.of(movedOr(RetryReason.NOT_MINE, block, gen));
        }
        return known.get().gen == gen ? Optional.empty() : Optional.of(movedOr(RetryReason.STALE_GEN, block, gen));
    }

    private DataReply movedOr(RetryReason reason, long block, int gen) {
        return table.hints.beyond(block, gen).orElseGet(() -> new DataReply.Retry(reason, 0));
    }
}
