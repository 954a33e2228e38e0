// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.rpc.Ranges;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Brings a block here. READY means identical (rule R6): the source was frozen for the same attempt, and length, written ranges
 * and CRC agree. Until then the sources are asked in turn; when all are gone the entry stays IMPORTING, and the namenode, which
 * asks with STATUS and counts the attempt's time, decides. Confined to the table's thread.
 */
final class ImportRules {
    private final BlockTable table;

    ImportRules(BlockTable table) {
        this.table = table;
    }

    List<NodeAction> begin(Entry entry, Now now) {
        if (entry.nodes.isEmpty()) {
            return List.of(allocated(entry));
        }
        entry.pull = new PullProgress(0, now.nanos());
        return List.of(allocated(entry), ask(entry));
    }

    /** ALLOC once more: says again how it stands, and asks again if the asking had come to its end. */
    List<NodeAction> repeat(Entry entry, List<NodeRef> sources, Now now) {
        if (entry.state == EntryState.READY) {
            return List.of(allocated(entry), readyMessage(entry, table.crc(entry)));
        }
        if (!entry.pull.equals(PullProgress.NONE)) {
            return List.of(allocated(entry));
        }
        entry.nodes = sources;
        return begin(entry, now);
    }

    /** The source answered. An answer for an import that is no more is nothing. */
    List<NodeAction> pulled(DataRequest.Pull request, DataReply reply, Now now) {
        Optional<Entry> importing = importing(request);
        if (importing.isEmpty()) {
            return List.of();
        }
        Entry entry = importing.get();
        if (!(reply instanceof DataReply.Pulled copy) || !identical(copy, request.attempt())) {
            return again(entry, now);
        }
        ByteBuffer body = copy.body().duplicate();
        for (Ranges.Range range : copy.ranges().asList()) {
            table.memory.put(entry.slot, range.from(), body.slice(body.position(), range.length()));
            body.position(body.position() + range.length());
        }
        table.ready(entry, copy.ranges());
        return List.of(readyMessage(entry, copy.crc()));
    }

    /** No answer from the source: connection refused, broken, or too slow. */
    List<NodeAction> pullFailed(DataRequest.Pull request, Now now) {
        return importing(request).map(entry -> again(entry, now)).orElse(List.of());
    }

    private Optional<Entry> importing(DataRequest.Pull request) {
        return table.entry(request.block())
                .filter(entry -> entry.state == EntryState.IMPORTING && entry.gen == request.attempt());
    }

    private boolean identical(DataReply.Pulled copy, int attempt) {
        if (copy.frozenFor() != attempt
                || copy.ranges().bytes() != copy.body().remaining()
                || copy.ranges().end() > table.memory.blockSizeBytes()) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(copy.body().duplicate());
        return (int) crc.getValue() == copy.crc();
    }

    private List<NodeAction> again(Entry entry, Now now) {
        entry.pull = entry.pull.isOver(now) ? PullProgress.NONE : entry.pull.next();
        return entry.pull.equals(PullProgress.NONE) ? List.of() : List.of(ask(entry));
    }

    private NodeAction ask(Entry entry) {
        NodeRef source = entry.nodes.get(entry.pull.source(entry.nodes.size()));
        return new NodeAction.Pull(
                source, new DataRequest.Pull(source.incarnation(), entry.block, entry.gen), entry.pull.pauseMillis());
    }

    private NodeAction allocated(Entry entry) {
        return new NodeAction.Send(new NodeMessage.Allocated(table.self, entry.block, entry.gen));
    }

    private NodeAction readyMessage(Entry entry, int crc) {
        return new NodeAction.Send(new NodeMessage.Ready(table.self, entry.block, entry.gen, entry.written, crc));
    }
}
