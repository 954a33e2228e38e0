// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The failure that Boxer shows to others.
 *
 * <p>A message gives the relation that failed with its names and values, then the way out:
 * {@code blockSize=3MiB is not a power of two; set boxer.elastic.block-size to 2MiB or 4MiB}.
 *
 * <p>Immutable.
 */
public class BoxerException extends RuntimeException {
    private final ErrorCode code;
    private final String message;

    public BoxerException(ErrorCode code, String message) {
        super(message);
        this.code = code;
        this.message = message;
    }

    public BoxerException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.message = message;
    }

    /** Who must act. */
    public ErrorCode code() {
        return code;
    }

    /** Never null, unlike that of other exceptions. */
    @Override
    public String getMessage() {
        return message;
    }

    /**
     * Somebody outside must correct something.
     *
     * @param format as {@link String#format}; without {@code args} it is the message itself, so that a message that
     *     someone else wrote may contain a percent sign
     */
    public static BoxerException user(String format, @Nullable Object... args) {
        return new BoxerException(ErrorCode.USER, message(format, args));
    }

    /** As {@link #user}, for a bound that is reached. */
    public static BoxerException capacity(String format, @Nullable Object... args) {
        return new BoxerException(ErrorCode.CAPACITY, message(format, args));
    }

    /** As {@link #user}, for the other side's failure. */
    public static BoxerException peer(String format, @Nullable Object... args) {
        return new BoxerException(ErrorCode.PEER, message(format, args));
    }

    /** As {@link #user}, for our own mistake. */
    public static BoxerException bug(String format, @Nullable Object... args) {
        return new BoxerException(ErrorCode.BUG, message(format, args));
    }

    /** Refuses a value of the user's: does nothing if {@code holds}, else throws as {@link #user} describes. */
    public static void require(boolean holds, String format, @Nullable Object... args) {
        if (!holds) {
            throw user(format, args);
        }
    }

    /** For call sites that have a cause: {@code new BoxerException(PEER, BoxerException.message(…), cause)}. */
    public static String message(String format, @Nullable Object... args) {
        return args.length == 0 ? format : String.format(Locale.ROOT, format, args);
    }
}
