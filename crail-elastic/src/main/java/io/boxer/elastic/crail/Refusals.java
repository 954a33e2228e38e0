// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.ClientReply;
import java.io.IOException;
import org.apache.crail.rpc.RpcErrors;

/**
 * What becomes of the namenode's refusals. Crail's client turns an error code into a text of its own, or into null; so only the
 * refusals that programs expect as null go that way, all others are thrown with the namenode's words.
 */
final class Refusals {
    private Refusals() {}

    /** The namenode refused; the message is Crail's text for the code, then the namenode's. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final short crailError;

        RefusedException(short crailError, String message) {
            super(message);
            this.crailError = crailError;
        }

        short crailError() {
            return crailError;
        }
    }

    static RefusedException failed(short crailError, String text) {
        return new RefusedException(crailError, RpcErrors.messages[crailError] + ": " + text);
    }

    /** @return what to throw for an answer that is not the one hoped for */
    static RefusedException of(String what, ClientReply reply) {
        if (reply instanceof ClientReply.Failed refusal) {
            short code = known(refusal.crailError());
            return new RefusedException(code, "%s: %s: %s".formatted(what, RpcErrors.messages[code], refusal.text()));
        }
        return new RefusedException(RpcErrors.ERR_UNKNOWN, what + ": the namenode answered with " + reply.type());
    }

    /** @return whether the file is simply not there */
    static boolean isAbsence(ClientReply reply) {
        return reply instanceof ClientReply.Failed refusal
                && (refusal.crailError() == RpcErrors.ERR_GET_FILE_FAILED
                        || refusal.crailError() == RpcErrors.ERR_FILE_NOT_FOUND
                        || refusal.crailError() == RpcErrors.ERR_SRC_FILE_NOT_FOUND
                        || refusal.crailError() == RpcErrors.ERR_DST_PARENT_NOT_FOUND
                        || refusal.crailError() == RpcErrors.ERR_PARENT_MISSING
                        || refusal.crailError() == RpcErrors.ERR_PARENT_NOT_DIR);
    }

    static short code(ClientReply reply) {
        return reply instanceof ClientReply.Failed refusal ? known(refusal.crailError()) : RpcErrors.ERR_UNKNOWN;
    }

    /** Crail looks its text up in an array: a code outside it would end in another exception. */
    private static short known(int code) {
        boolean hasText = code > 0 && code < RpcErrors.messages.length && RpcErrors.messages[code] != null;
        return hasText ? (short) code : RpcErrors.ERR_UNKNOWN;
    }
}
