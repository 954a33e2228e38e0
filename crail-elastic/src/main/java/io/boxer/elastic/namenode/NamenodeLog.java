// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The namenode's decisions on disk. One file; a record is on disk when {@link #write} has returned. A tail that was cut by a
 * crash is cut off at the next start; damage in front of whole records stops the start, since what follows cannot be trusted.
 *
 * <p>Confined to the log's thread once open.
 */
final class NamenodeLog implements AutoCloseable {
    /**
     * Bytes around a record:
     * <pre>
     *  0        4        8
     *  | length | CRC32C | record … |
     * </pre>
     */
    private static final int HEADER_BYTES = 8;

    private static final int MAX_RECORD_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final List<LogRecord> recovered = new ArrayList<>();

    private NamenodeLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param directory where the log is or will be; made if missing
     * @throws BoxerException USER if another namenode has it, or if it is damaged
     */
    static NamenodeLog open(Path directory) {
        Path file = directory.resolve("namenode.log");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, directory);
            NamenodeLog log = new NamenodeLog(file, channel);
            log.recover();
            return log;
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER, "data=%s cannot be used: %s".formatted(directory, cannot.getMessage()), cannot);
        }
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException here) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw BoxerException.user(
                    "data=%s is in use by another namenode; stop it, or give this one a directory of its own",
                    directory);
        }
    }

    private void recover() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 16, channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // goes on until the end of the file
        }
        bytes.flip();
        int good = 0;
        while (readRecord(bytes)) {
            good = bytes.position();
        }
        refuseDamage(bytes, good);
        channel.truncate(good);
        channel.position(good);
    }

    private boolean readRecord(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES) {
            return false;
        }
        int length = bytes.getInt(bytes.position());
        int crc = bytes.getInt(bytes.position() + 4);
        if (length <= 0 || length > MAX_RECORD_BYTES || length > bytes.remaining() - HEADER_BYTES) {
            return false;
        }
        ByteBuffer record = bytes.slice(bytes.position() + HEADER_BYTES, length);
        if (crc(record) != crc) {
            return false;
        }
        recovered.add(LogRecord.decode(record));
        bytes.position(bytes.position() + HEADER_BYTES + length);
        return true;
    }

    /** A torn tail has nothing whole behind it. */
    private void refuseDamage(ByteBuffer bytes, int good) {
        for (int at = good + 1; at + HEADER_BYTES < bytes.limit(); at++) {
            int length = bytes.getInt(at);
            boolean fits = length > 0 && length <= MAX_RECORD_BYTES && length <= bytes.limit() - at - HEADER_BYTES;
            if (fits && crc(bytes.slice(at + HEADER_BYTES, length)) == bytes.getInt(at + 4)) {
                throw BoxerException.user(
                        "%s is damaged at byte %d, whole records follow at byte %d; restore the file, or start with an"
                                + " empty directory and lose what the store holds",
                        file, good, at);
            }
        }
    }

    /** @return what was there when the log was opened, oldest first */
    List<LogRecord> recovered() {
        return recovered;
    }

    /**
     * Appends and syncs.
     *
     * @throws UncheckedIOException if that failed: nothing may be said to anybody after that, the process must end
     */
    void write(List<LogRecord> records) {
        List<byte[]> encoded = records.stream().map(LogRecord::encode).toList();
        int size = encoded.stream()
                .mapToInt(record -> record.length + HEADER_BYTES)
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (byte[] record : encoded) {
            bytes.putInt(record.length).putInt(crc(ByteBuffer.wrap(record))).put(record);
        }
        bytes.flip();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be written: the namenode stops", failed);
        }
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
