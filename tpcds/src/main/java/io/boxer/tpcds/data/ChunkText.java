// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.trino.tpcds.Results;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The rows of a chunk as text: a line a row, {@code |} between fields, nothing for NULL. No field holds a {@code |},
 * and quotes are ordinary characters. No state.
 */
final class ChunkText {
    private static final int TICK_ROWS = 10_000;

    private ChunkText() {}

    /** How many lines were written, for the table and its child. */
    record Rows(long parent, long child) {}

    /**
     * Writes the rows of the chunk's table and of its child, which come out of one pass.
     *
     * @param child ignored for a table that has none
     * @param rowsWritten hears of every few thousand rows
     * @throws InterruptedIOException if this thread is interrupted
     */
    static Rows write(Chunk chunk, ScaleFactor scale, Path parent, Path child, LongConsumer rowsWritten)
            throws IOException {
        long parents = 0;
        long children = 0;
        try (BufferedWriter parentText = Files.newBufferedWriter(parent);
                Writer childText = chunk.table().hasChild() ? Files.newBufferedWriter(child) : Writer.nullWriter()) {
            for (List<List<String>> row : Results.constructResults(chunk.table(), chunk.sessionFor(scale))) {
                if (!row.isEmpty()) {
                    writeRow(parentText, row.get(0));
                    parents++;
                    if (parents % TICK_ROWS == 0) {
                        rowsWritten.accept(TICK_ROWS);
                        refuseIfInterrupted(chunk);
                    }
                }
                if (row.size() > 1) {
                    writeRow(childText, row.get(1));
                    children++;
                }
            }
        }
        return new Rows(parents, children);
    }

    private static void writeRow(Writer text, List<String> fields) throws IOException {
        boolean first = true;
        for (String field : fields) {
            if (!first) {
                text.write('|');
            }
            first = false;
            if (field != null) {
                text.write(field);
            }
        }
        text.write('\n');
    }

    private static void refuseIfInterrupted(Chunk chunk) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("stopped while generating " + chunk.table());
        }
    }
}
