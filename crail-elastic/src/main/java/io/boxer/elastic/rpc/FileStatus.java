// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;

/**
 * What Crail's {@code FileInfo} holds.
 *
 * @param fd never used again
 * @param capacity length in bytes, as last told by the writer
 * @param nodeType label of {@code CrailNodeType}
 * @param directoryOffset where its record is in the parent, in bytes; -2 if it is not listed
 * @param token what the writer must show; 0 for others
 */
public record FileStatus(long fd, long capacity, int nodeType, long directoryOffset, long token, long modifiedMillis) {
    static FileStatus read(WireInput in) {
        return new FileStatus(in.getLong(), in.getLong(), in.getInt(), in.getLong(), in.getLong(), in.getLong());
    }

    void write(WireOutput out) {
        out.putLong(fd);
        out.putLong(capacity);
        out.putInt(nodeType);
        out.putLong(directoryOffset);
        out.putLong(token);
        out.putLong(modifiedMillis);
    }
}
