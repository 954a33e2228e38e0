// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.ClientReply;

/** The codes of Crail's {@code RpcErrors} that we use; its client knows those below 32 only. */
enum CrailError {
    UNKNOWN(1),
    CREATE_FAILED(3),
    GET_FILE_FAILED(4),
    FILE_NOT_OPEN(6),
    TOKEN_MISMATCH(7),
    POSITION_NEGATIVE(9),
    OFFSET_TOO_LARGE(10),
    NO_FREE_BLOCKS(11),
    INVALID_COMMAND(14),
    PARENT_MISSING(15),
    PARENT_NOT_DIRECTORY(16),
    FILE_EXISTS(17),
    FILE_NOT_FOUND(18),
    SOURCE_NOT_FOUND(19),
    TARGET_PARENT_MISSING(20),
    HAS_CHILDREN(21),
    NOT_A_DIRECTORY(25);

    private final int code;

    CrailError(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** An answer with this code, and with words for whoever reads the application's log. */
    ClientReply.Failed failed(String format, Object... values) {
        return new ClientReply.Failed(code, format.formatted(values));
    }
}
