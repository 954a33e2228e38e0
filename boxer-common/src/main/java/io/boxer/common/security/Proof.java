// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import io.boxer.common.BoxerException;
import java.nio.ByteBuffer;

/** What both sides know of proofs: the purposes keep one from being passed off as another. */
final class Proof {
    static final int LENGTH_BYTES = Hkdf.LENGTH_BYTES;
    static final String CHALLENGE = "challenge";
    static final String CLIENT = "proof";
    static final String RESULT = "result";

    private Proof() {}

    static void checkLength(byte[] message, int awaited) {
        if (message.length != awaited || awaited == 0) {
            throw new IllegalArgumentException(
                    BoxerException.message("message.length=%d is not awaits=%d", message.length, awaited));
        }
    }

    static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
