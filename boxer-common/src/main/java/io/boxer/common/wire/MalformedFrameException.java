// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.wire;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;

/** A peer sent bytes that are no message of ours. The connection is closed: nothing after such a frame can be trusted. */
public final class MalformedFrameException extends BoxerException {
    private static final long serialVersionUID = 1;

    public MalformedFrameException(String what) {
        super(ErrorCode.PEER, "malformed frame: " + what);
    }
}
