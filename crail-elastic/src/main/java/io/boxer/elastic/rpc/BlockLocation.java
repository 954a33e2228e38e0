// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.NodeRef;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;

/**
 * Where a block of a file is: a published placement, as old as the answer that brought it.
 *
 * @param index of the block in its file
 * @param node its owner; where {@code lost}, the one that had it last
 */
public record BlockLocation(long block, int index, NodeRef node, int gen, int writerEpoch, boolean lost) {
    static BlockLocation read(WireInput in) {
        return new BlockLocation(in.getLong(), in.getInt(), in.getNode(), in.getInt(), in.getInt(), in.getBoolean());
    }

    void write(WireOutput out) {
        out.putLong(block);
        out.putInt(index);
        out.putNode(node);
        out.putInt(gen);
        out.putInt(writerEpoch);
        out.putBoolean(lost);
    }
}
