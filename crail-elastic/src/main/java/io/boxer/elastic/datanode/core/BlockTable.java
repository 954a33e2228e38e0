// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.rpc.Ranges;
import io.boxer.elastic.trace.Trace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Entries and their slots: the moves, each of which is traced and noted for the next heartbeat. Whether a move is allowed is
 * decided by {@link ControlRules}, {@link ImportRules} and {@link DataRules}. Confined to one thread.
 */
final class BlockTable {
    final NodeRef self;
    final SlotMemory memory;
    final Seen seen = new Seen();
    final MovedHints hints = new MovedHints();
    final Trace trace;

    private final SlotPool slots;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private long bytes;

    BlockTable(NodeRef self, SlotMemory memory, Trace trace) {
        this.self = self;
        this.memory = memory;
        this.trace = trace;
        this.slots = new SlotPool(memory);
    }

    Optional<Entry> entry(long block) {
        return Optional.ofNullable(entries.get(block));
    }

    /** Binds a free slot; empty if there is none. An entry that the block has already gives up its own slot first. */
    Optional<Entry> bind(long block, EntryState state, int gen, List<NodeRef> nodes) {
        EntryState from = entry(block).map(old -> old.state).orElse(EntryState.NONE);
        release(block);
        OptionalInt slot = slots.take();
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        Entry entry = new Entry(block, slot.getAsInt(), state, gen, nodes);
        entries.put(block, entry);
        seen.raise(block, gen);
        hints.forget(block);
        moved(entry, from);
        return Optional.of(entry);
    }

    void freeze(Entry entry, int attempt) {
        EntryState from = entry.state;
        entry.state = EntryState.FROZEN;
        entry.frozenFor = attempt;
        seen.raise(entry.block, attempt);
        moved(entry, from);
    }

    void activate(Entry entry, int gen, List<NodeRef> members, int writerEpoch) {
        EntryState from = entry.state;
        entry.state = EntryState.LIVE;
        entry.gen = gen;
        entry.frozenFor = 0;
        entry.nodes = members;
        entry.writerEpoch = writerEpoch;
        seen.raise(entry.block, gen);
        moved(entry, from);
    }

    /** An import is complete and verified. */
    void ready(Entry entry, Ranges written) {
        entry.state = EntryState.READY;
        entry.pull = PullProgress.NONE;
        mark(entry, written);
        moved(entry, EntryState.IMPORTING);
    }

    void wrote(Entry entry, int offset, int length) {
        mark(entry, entry.written.plus(offset, offset + length));
        changed.add(entry.block);
    }

    private void mark(Entry entry, Ranges written) {
        bytes += written.bytes() - entry.written.bytes();
        entry.written = written;
    }

    void drop(Entry entry) {
        EntryState from = entry.state;
        release(entry.block);
        entry.state = EntryState.NONE;
        entry.frozenFor = 0;
        moved(entry, from);
    }

    /** No reads are pending and no sends hold the slot (all bytes are copied), so it is free at once. */
    private void release(long block) {
        Entry old = entries.remove(block);
        if (old != null) {
            slots.giveBack(old.slot);
            bytes -= old.written.bytes();
        }
    }

    /** CRC32C over the written ranges, in order. */
    int crc(Entry entry) {
        CRC32C crc = new CRC32C();
        for (Ranges.Range range : entry.written.asList()) {
            crc.update(memory.get(entry.slot, range.from(), range.length()));
        }
        return (int) crc.getValue();
    }

    /** The written ranges one after the other: a view if it is one range, else a copy. */
    ByteBuffer writtenBytes(Entry entry) {
        List<Ranges.Range> ranges = entry.written.asList();
        if (ranges.size() == 1) {
            return memory.get(entry.slot, ranges.get(0).from(), ranges.get(0).length());
        }
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(entry.written.bytes()));
        ranges.forEach(range -> all.put(memory.get(entry.slot, range.from(), range.length())));
        return all.flip();
    }

    private void moved(Entry entry, EntryState from) {
        changed.add(entry.block);
        if (trace.isOn()) {
            trace.log(
                    "dn.entry",
                    "b",
                    entry.block,
                    "g",
                    entry.gen,
                    "from",
                    from,
                    "to",
                    entry.state,
                    "frozenFor",
                    entry.frozenFor,
                    "slot",
                    entry.slot,
                    "ranges",
                    entry.written,
                    "bytes",
                    entry.written.bytes(),
                    "crc",
                    entry.isPublic() || entry.state == EntryState.READY ? crc(entry) : 0);
        }
    }

    /** Up to {@code max} blocks that changed since they were last taken; those that are gone as NONE. */
    List<NodeMessage.Entry> takeChanged(int max) {
        List<Long> blocks = changed.stream().limit(max).toList();
        blocks.forEach(changed::remove);
        return blocks.stream().map(this::forReport).toList();
    }

    private NodeMessage.Entry forReport(long block) {
        return entry(block)
                .map(Entry::forReport)
                .orElseGet(() -> new NodeMessage.Entry(block, seen.of(block), EntryState.NONE, 0));
    }

    /** All entries; what changed up to now is contained. */
    List<NodeMessage.Entry> reportAll() {
        changed.clear();
        List<NodeMessage.Entry> all = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> all.add(entry.forReport()));
        return all;
    }

    void forgetTombstones() {
        seen.prune(entries::containsKey);
    }

    int tombstones() {
        return seen.size() - entries.size();
    }

    int freeMemorySlots() {
        return slots.freeMemorySlots();
    }

    int freeSpillSlots() {
        return slots.freeSpillSlots();
    }

    long bytes() {
        return bytes;
    }

    int blocks() {
        return entries.size();
    }
}
