// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;

/** Makes a repeated request known as a repetition: an answer may be lost after the deed was done. */
public record Caller(long clientId, long requestId) {
    static Caller read(WireInput in) {
        return new Caller(in.getLong(), in.getLong());
    }

    void write(WireOutput out) {
        out.putLong(clientId);
        out.putLong(requestId);
    }
}
