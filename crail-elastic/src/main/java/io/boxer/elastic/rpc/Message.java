// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireOutput;
import java.nio.ByteBuffer;

/** One message of docs/protocol.md, section 3. Immutable, but for the body, which is a view on the frame that brought it. */
public sealed interface Message
        permits ControlMessage, NodeMessage, ClientRequest, ClientReply, DataRequest, DataReply {
    ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    MessageType type();

    /** Writes all fields but the body. */
    void write(WireOutput out);

    /** @return bytes that follow the fields up to the end of the frame; empty for most messages */
    default ByteBuffer body() {
        return NO_BODY;
    }
}
