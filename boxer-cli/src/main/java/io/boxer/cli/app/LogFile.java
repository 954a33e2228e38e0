// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a node's log from its end, and follows it, also when the daemon puts the file aside. Confined to one thread. */
final class LogFile {
    private static final int TAIL_BYTES = 256 << 10;

    private final Path file;
    private @Nullable Object identity;
    private long position;
    private String unfinished = "";

    LogFile(Path file) {
        this.file = file;
    }

    /** At most so many whole lines from the end; none if there is no such file. */
    static List<String> lastLines(String file, int count) {
        return new LogFile(Path.of(file)).tail(count);
    }

    /** The same; {@link #news} goes on from there. */
    List<String> tail(int count) {
        try {
            long size = Files.size(file);
            position = Math.max(0, size - TAIL_BYTES);
            List<String> lines = news();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException none) {
            return List.of();
        }
    }

    /** The lines that have become whole since the last call. */
    List<String> news() {
        try {
            Object now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            if (identity != null && !Objects.equals(identity, now)) {
                position = 0; // another file has this name now
            }
            identity = now;
            try (var reader = new RandomAccessFile(file.toFile(), "r")) {
                var bytes = new byte[(int) Math.min(Math.max(0, reader.length() - position), Integer.MAX_VALUE / 2)];
                reader.seek(position);
                reader.readFully(bytes);
                position += bytes.length;
                return whole(unfinished + new String(bytes, UTF_8));
            }
        } catch (IOException notThere) {
            return List.of();
        }
    }

    private List<String> whole(String text) {
        int end = text.lastIndexOf('\n') + 1;
        unfinished = text.substring(end);
        return text.substring(0, end).lines().toList();
    }
}
