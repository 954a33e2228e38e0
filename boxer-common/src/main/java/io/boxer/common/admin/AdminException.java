// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A refusal with an HTTP status of its own. Every other {@link BoxerException} becomes 400 (USER), 503 (CAPACITY, PEER)
 * or 500 (BUG).
 *
 * <p>Immutable.
 */
public final class AdminException extends BoxerException {
    private final int status;

    private AdminException(int status, String message) {
        super(ErrorCode.USER, message);
        this.status = status;
    }

    /** 404: what the path names does not exist. */
    public static AdminException notFound(String format, @Nullable Object... args) {
        return new AdminException(404, message(format, args));
    }

    /** 409: it exists, but its state does not allow this. */
    public static AdminException conflict(String format, @Nullable Object... args) {
        return new AdminException(409, message(format, args));
    }

    static AdminException forbidden(String format, @Nullable Object... args) {
        return new AdminException(403, message(format, args));
    }

    static AdminException methodNotAllowed(String format, @Nullable Object... args) {
        return new AdminException(405, message(format, args));
    }

    static AdminException tooLarge(String format, @Nullable Object... args) {
        return new AdminException(413, message(format, args));
    }

    static int statusOf(BoxerException refused) {
        if (refused instanceof AdminException admin) {
            return admin.status;
        }
        return switch (refused.code()) {
            case USER -> 400;
            case CAPACITY, PEER -> 503;
            case BUG -> 500;
        };
    }
}
