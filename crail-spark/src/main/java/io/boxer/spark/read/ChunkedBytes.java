// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Bytes in pieces that no garbage collector takes for huge, filled once from front to back.
 *
 * <p>Confined to the thread that fills it, and then to the one that reads it.
 */
final class ChunkedBytes {
    private static final int CHUNK_BYTES = 256 * 1024;

    private final long length;
    private final byte[][] chunks;
    private long filled;

    ChunkedBytes(long length) {
        this.length = length;
        this.chunks = new byte[Math.toIntExact((length + CHUNK_BYTES - 1) / CHUNK_BYTES)][];
    }

    long length() {
        return length;
    }

    /** Appends as many of the source's bytes as still fit. */
    void fill(ByteBuffer source) {
        while (source.hasRemaining() && filled < length) {
            int chunk = (int) (filled / CHUNK_BYTES);
            int at = (int) (filled % CHUNK_BYTES);
            if (at == 0) {
                chunks[chunk] = new byte[(int) Math.min(CHUNK_BYTES, length - filled)];
            }
            int step = Math.min(chunks[chunk].length - at, source.remaining());
            source.get(chunks[chunk], at, step);
            filled += step;
        }
    }

    /** All bytes in one array; for indexes, which are small. */
    byte[] toArray() {
        byte[] all = new byte[Math.toIntExact(length)];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }

    int checksum(long from, long size) {
        CRC32C checksum = new CRC32C();
        long at = from;
        while (at < from + size) {
            byte[] chunk = chunks[(int) (at / CHUNK_BYTES)];
            int start = (int) (at % CHUNK_BYTES);
            int step = (int) Math.min(chunk.length - start, from + size - at);
            checksum.update(chunk, start, step);
            at += step;
        }
        return (int) checksum.getValue();
    }

    InputStream stream(long from, long size) {
        return new RangeStream(from, from + size);
    }

    private final class RangeStream extends InputStream {
        private final long end;
        private long at;

        RangeStream(long from, long end) {
            this.at = from;
            this.end = end;
        }

        @Override
        public int read() {
            if (at >= end) {
                return -1;
            }
            int value = chunks[(int) (at / CHUNK_BYTES)][(int) (at % CHUNK_BYTES)] & 0xFF;
            at++;
            return value;
        }

        @Override
        public int read(byte[] target, int from, int size) {
            if (size == 0) {
                return 0;
            }
            if (at >= end) {
                return -1;
            }
            byte[] chunk = chunks[(int) (at / CHUNK_BYTES)];
            int start = (int) (at % CHUNK_BYTES);
            int step = (int) Math.min(Math.min(chunk.length - start, size), end - at);
            System.arraycopy(chunk, start, target, from, step);
            at += step;
            return step;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - at);
        }
    }

    @Override
    public String toString() {
        return filled + " of " + length + " bytes in "
                + Arrays.stream(chunks).filter(c -> c != null).count() + " chunks";
    }
}
