// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.rpc.Ranges;
import java.util.List;
import java.util.Optional;

/**
 * The table of docs/protocol.md, section 3: which control message a datanode accepts. Each is answered, also where the rule
 * says no; a repetition gets the answer of the first time. The session was checked before. Confined to the table's thread.
 */
final class ControlRules {
    private final BlockTable table;
    private final ImportRules imports;

    ControlRules(BlockTable table, ImportRules imports) {
        this.table = table;
        this.imports = imports;
    }

    List<NodeAction> handle(ControlMessage.BlockCommand command, Now now) {
        if (command instanceof ControlMessage.New create) {
            return create(create);
        }
        if (command instanceof ControlMessage.Alloc alloc) {
            return alloc(alloc, now);
        }
        if (command instanceof ControlMessage.Freeze freeze) {
            return freeze(freeze);
        }
        if (command instanceof ControlMessage.Activate activate) {
            return activate(activate);
        }
        if (command instanceof ControlMessage.Moved moved) {
            return moved(moved);
        }
        if (command instanceof ControlMessage.Drop drop) {
            return drop(drop);
        }
        if (command instanceof ControlMessage.Status status) {
            return status(status);
        }
        throw new IllegalStateException("no rule for " + command.type());
    }

    /** No entry, a generation never seen, a free slot. */
    private List<NodeAction> create(ControlMessage.New message) {
        Optional<Entry> known = table.entry(message.block());
        if (known.isPresent()) {
            return isLiveAt(known.get(), message.gen())
                    ? activated(message.block(), message.gen())
                    : refused(message.block(), message.gen());
        }
        if (message.gen() <= table.seen.of(message.block())) {
            return refused(message.block(), message.gen());
        }
        return table.bind(message.block(), EntryState.LIVE, message.gen(), message.members())
                .map(entry -> {
                    entry.writerEpoch = message.writerEpoch();
                    return activated(message.block(), message.gen());
                })
                .orElseGet(() -> noSpace(message.block(), message.gen()));
    }

    /** Not a live entry, an attempt never seen, a free slot; what stood here before is replaced. */
    private List<NodeAction> alloc(ControlMessage.Alloc message, Now now) {
        Optional<Entry> known = table.entry(message.block());
        if (known.isPresent()
                && known.get().gen == message.attempt()
                && !known.get().isPublic()) {
            return imports.repeat(known.get(), message.sources(), now);
        }
        boolean live = known.isPresent() && known.get().state == EntryState.LIVE;
        if (live || message.attempt() <= table.seen.of(message.block())) {
            return refused(message.block(), message.attempt());
        }
        return table.bind(message.block(), EntryState.IMPORTING, message.attempt(), message.sources())
                .map(entry -> imports.begin(entry, now))
                .orElseGet(() -> noSpace(message.block(), message.attempt()));
    }

    /** The entry stands at {@code from}, the attempt was never seen. From here on nothing can land in the slot (rule R5). */
    private List<NodeAction> freeze(ControlMessage.Freeze message) {
        Optional<Entry> known = table.entry(message.block()).filter(Entry::isPublic);
        boolean repeated = known.isPresent() && known.get().frozenFor == message.attempt();
        boolean accepted = known.isPresent()
                && known.get().gen == message.from()
                && message.attempt() > table.seen.of(message.block());
        if (accepted) {
            table.freeze(known.get(), message.attempt());
        }
        return accepted || repeated ? frozen(known.get()) : refused(message.block(), message.attempt());
    }

    /** READY for this attempt; or a kept member that stands at one of {@code base}, with nothing newer seen. */
    private List<NodeAction> activate(ControlMessage.Activate message) {
        Optional<Entry> known = table.entry(message.block());
        if (known.isEmpty()) {
            return refused(message.block(), message.attempt());
        }
        Entry entry = known.get();
        if (isLiveAt(entry, message.attempt())) {
            return activated(message.block(), message.attempt());
        }
        boolean imported = entry.state == EntryState.READY && entry.gen == message.attempt();
        boolean kept = entry.isPublic()
                && message.base().contains(entry.gen)
                && message.attempt() >= table.seen.of(message.block());
        if (!imported && !kept) {
            return refused(message.block(), message.attempt());
        }
        table.activate(entry, message.attempt(), message.members(), message.writerEpoch());
        return activated(message.block(), message.attempt());
    }

    /** A hint, not answered. */
    private List<NodeAction> moved(ControlMessage.Moved message) {
        table.hints.remember(new DataReply.Redirect(message.block(), message.to(), message.gen()));
        return List.of();
    }

    /** An entry at {@code upTo} or lower goes; without one there is a tombstone all the same. */
    private List<NodeAction> drop(ControlMessage.Drop message) {
        table.entry(message.block())
                .filter(entry -> entry.gen <= message.upTo())
                .ifPresent(table::drop);
        table.seen.raise(message.block(), message.upTo());
        return send(new NodeMessage.Dropped(table.self, message.block(), message.upTo()));
    }

    private List<NodeAction> status(ControlMessage.Status message) {
        return send(table.entry(message.block())
                .map(entry -> new NodeMessage.State(
                        table.self,
                        entry.block,
                        message.attempt(),
                        entry.state,
                        entry.gen,
                        entry.frozenFor,
                        entry.written,
                        table.crc(entry)))
                .orElseGet(() -> new NodeMessage.State(
                        table.self, message.block(), message.attempt(), EntryState.NONE, 0, 0, Ranges.EMPTY, 0)));
    }

    private static boolean isLiveAt(Entry entry, int gen) {
        return entry.state == EntryState.LIVE && entry.gen == gen;
    }

    private List<NodeAction> activated(long block, int gen) {
        return send(new NodeMessage.Activated(table.self, block, gen));
    }

    private List<NodeAction> frozen(Entry entry) {
        return send(new NodeMessage.Frozen(table.self, entry.block, entry.frozenFor, entry.written, table.crc(entry)));
    }

    private List<NodeAction> noSpace(long block, int gen) {
        return send(new NodeMessage.NoSpace(table.self, block, gen));
    }

    private List<NodeAction> refused(long block, int attempt) {
        EntryState state = table.entry(block).map(entry -> entry.state).orElse(EntryState.NONE);
        int gen = table.entry(block).map(entry -> entry.gen).orElse(0);
        return send(new NodeMessage.Refused(table.self, block, attempt, state, gen));
    }

    private static List<NodeAction> send(NodeMessage message) {
        return List.of(new NodeAction.Send(message));
    }
}
