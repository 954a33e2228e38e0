// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.rpc.Ranges;
import java.util.List;

/**
 * A block that has a slot here. Its states are those of docs/protocol.md, section 5:
 * <pre>
 *  ALLOC → IMPORTING ─ pulled, verified → READY ─ ACTIVATE → LIVE ⇄ FROZEN      NEW → LIVE
 *              ↑___________ ALLOC of a higher attempt ________________│         DROP: gone
 * </pre>
 * Only {@link BlockTable} assigns the fields. Confined to its thread.
 */
final class Entry {
    final long block;
    final int slot;
    EntryState state;

    /** The placement's generation; the attempt while IMPORTING and READY. */
    int gen;

    /** Attempt of the last FREEZE; 0 unless FROZEN. */
    int frozenFor;

    int writerEpoch;

    /** Who holds the block, the owner first; while IMPORTING those to pull from. */
    List<NodeRef> nodes;

    Ranges written = Ranges.EMPTY;

    /** How an import stands; {@link PullProgress#NONE} unless IMPORTING. */
    PullProgress pull = PullProgress.NONE;

    Entry(long block, int slot, EntryState state, int gen, List<NodeRef> nodes) {
        this.block = block;
        this.slot = slot;
        this.state = state;
        this.gen = gen;
        this.nodes = nodes;
    }

    /** LIVE or FROZEN: clients may see it at exactly its generation. */
    boolean isPublic() {
        return state == EntryState.LIVE || state == EntryState.FROZEN;
    }

    boolean ownedBy(NodeRef node) {
        return !nodes.isEmpty() && nodes.get(0).equals(node);
    }

    NodeMessage.Entry forReport() {
        return new NodeMessage.Entry(block, gen, state, Math.toIntExact(written.bytes()));
    }
}
