// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Bytes that say whose they are: each line of 64 tells file, place and writer, and has a checksum, so that a reader knows of any
 * range what it must be, and of wrong bytes what they are instead.
 */
final class Payload {
    static final int LINE_BYTES = 64;

    private Payload() {}

    /** @return lines {@code first} to {@code first + count - 1} of a file */
    static ByteBuffer lines(long fd, int first, int count, int writer) {
        ByteBuffer bytes = ByteBuffer.allocate(count * LINE_BYTES);
        for (int line = first; line < first + count; line++) {
            putLine(bytes, fd, line, writer);
        }
        return bytes.flip();
    }

    private static void putLine(ByteBuffer bytes, long fd, int line, int writer) {
        int start = bytes.position();
        bytes.putLong(fd).putInt(line).putInt(writer).putInt(1);
        while (bytes.position() < start + LINE_BYTES - 4) {
            bytes.putInt(31 * (line + 1) + bytes.position() % LINE_BYTES);
        }
        bytes.putInt(crc(bytes, start));
    }

    private static int crc(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(start, LINE_BYTES - 4));
        return (int) crc.getValue();
    }

    /** @return what the line is in which this byte lies, as far as it can be told */
    static String describe(ByteBuffer bytes, int lineStart) {
        if (lineStart < 0 || lineStart + 20 > bytes.remaining()) {
            return "a part of a line";
        }
        int at = bytes.position() + lineStart;
        return "line %d of fd=%x by writer %d"
                .formatted(bytes.getInt(at + 8), bytes.getLong(at), bytes.getInt(at + 12));
    }
}
