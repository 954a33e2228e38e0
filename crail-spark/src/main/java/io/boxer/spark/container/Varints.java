// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Unsigned numbers in groups of seven bits, lowest first, the top bit set on all but the last byte. */
final class Varints {
    private Varints() {}

    static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static long read(ByteBuffer in) throws CorruptSegmentException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw new CorruptSegmentException("index ends inside a number");
            }
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptSegmentException("index holds a number of more than 64 bits");
    }
}
