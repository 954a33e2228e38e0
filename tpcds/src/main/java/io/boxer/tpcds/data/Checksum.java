// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** CRC32C of files: it guards against damage, not against people. No state. */
public final class Checksum {
    private static final int CHUNK_BYTES = 1 << 20;

    private Checksum() {}

    /** Eight hexadecimal digits over all bytes of the file. */
    public static String of(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return text(crc.getValue());
    }

    /** Eight hexadecimal digits over the bytes. */
    public static String of(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return text(crc.getValue());
    }

    private static String text(long value) {
        return String.format("%08x", value);
    }
}
