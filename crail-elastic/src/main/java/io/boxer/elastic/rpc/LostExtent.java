// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;

/**
 * Bytes of a file that are gone for ever: those of one lost block.
 *
 * @param fd of the file
 * @param offset of the block in the file, in bytes
 * @param length of a block, in bytes
 * @param cause names the node and how it went
 */
public record LostExtent(long fd, long offset, long length, String cause) {
    static LostExtent read(WireInput in) {
        return new LostExtent(in.getLong(), in.getLong(), in.getLong(), in.getText());
    }

    void write(WireOutput out) {
        out.putLong(fd);
        out.putLong(offset);
        out.putLong(length);
        out.putText(cause);
    }
}
