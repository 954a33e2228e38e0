// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.BoxerException.require;
import static io.boxer.common.BoxerException.user;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as people write it: {@code 64MiB}.
 *
 * <p>Immutable.
 *
 * @param bytes zero or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19}) ?(B|KiB|MiB|GiB|TiB)?");

    /** Powers of 1024, the largest first. */
    private enum Unit {
        TiB(40),
        GiB(30),
        MiB(20),
        KiB(10),
        B(0);

        private final int shift;

        Unit(int shift) {
            this.shift = shift;
        }

        private long bytes() {
            return 1L << shift;
        }
    }

    public DataSize {
        require(bytes >= 0, "bytes=%d is negative; a size is zero or more", bytes);
    }

    public static DataSize ofBytes(long bytes) {
        return new DataSize(bytes);
    }

    /** A size in MiB; over 2^43 - 1 of them an {@link ArithmeticException}. */
    public static DataSize ofMebibytes(long mebibytes) {
        return new DataSize(Math.multiplyExact(mebibytes, Unit.MiB.bytes()));
    }

    /**
     * Reads a whole number with one of the units B, KiB, MiB, GiB, TiB; without a unit it counts bytes.
     *
     * @throws BoxerException USER if the text has another form or is over 2^63 - 1 bytes
     */
    public static DataSize parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw user("'%s' is not a size; write a whole number with B, KiB, MiB, GiB or TiB, such as 64MiB", text);
        }
        var unit = form.group(2) == null ? Unit.B : Unit.valueOf(form.group(2));
        try {
            return new DataSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit.bytes()));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message("'%s' is more than 2^63-1 bytes; write a smaller size", text),
                    e);
        }
    }

    public long toBytes() {
        return bytes;
    }

    public boolean isPowerOfTwo() {
        return Long.bitCount(bytes) == 1;
    }

    /** Rounded for reading, never for parsing: {@code 21.3 GiB}. */
    public String rounded() {
        for (var unit : Unit.values()) {
            if (unit != Unit.B && bytes >= unit.bytes()) {
                return String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit.bytes(), unit);
            }
        }
        return bytes + " B";
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The exact value in the largest unit that divides it; {@link #parse} reads it back. */
    @Override
    public String toString() {
        for (var unit : Unit.values()) {
            if (bytes >= unit.bytes() && bytes % unit.bytes() == 0) {
                return bytes / unit.bytes() + unit.name();
            }
        }
        return "0B";
    }
}
