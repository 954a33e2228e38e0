// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.tpcds.Table;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkTextTest {
    private static final ScaleFactor TINY = ScaleFactor.parse("0.01");

    private final Path directory;

    ChunkTextTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aRowIsALineWithoutABarAtItsEnd() throws IOException {
        ChunkText.Rows rows = write(new Chunk(Table.REASON, 1, 1), TINY, "reason");

        assertThat(Files.readAllLines(directory.resolve("reason"))).hasSize((int) rows.parent());
        assertThat(Files.readAllLines(directory.resolve("reason")).get(0))
                .isEqualTo("1|AAAAAAAABAAAAAAA|Package was damaged");
    }

    @Test
    void returnsComeOutOfThePassOfTheirSales() throws IOException {
        ChunkText.Rows rows = write(new Chunk(Table.WEB_SALES, 1, 1), TINY, "web");

        assertThat(rows.child()).isPositive().isLessThan(rows.parent());
        assertThat(Files.readAllLines(directory.resolve("web-child"))).hasSize((int) rows.child());
    }

    @Test
    void chunksTogetherAreTheWholeTable() throws IOException {
        // a table of more than a million rows, whose first row of a chunk depends on a date
        ScaleFactor scale = ScaleFactor.parse("0.1");
        write(new Chunk(Table.INVENTORY, 1, 1), scale, "whole");

        for (Chunk chunk : Chunk.split(Table.INVENTORY, 3)) {
            write(chunk, scale, "part-" + chunk.number());
        }

        assertThat(checksum("part-1", "part-2", "part-3")).isEqualTo(checksum("whole"));
    }

    @Test
    void anInterruptedThreadStopsInTheMiddle() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> write(new Chunk(Table.CUSTOMER_DEMOGRAPHICS, 1, 1), TINY, "stopped"))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private ChunkText.Rows write(Chunk chunk, ScaleFactor scale, String name) throws IOException {
        return ChunkText.write(chunk, scale, directory.resolve(name), directory.resolve(name + "-child"), rows -> {});
    }

    private long checksum(String... names) throws IOException {
        CRC32C crc = new CRC32C();
        for (String name : names) {
            Files.copy(directory.resolve(name), new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
        }
        return crc.getValue();
    }
}
