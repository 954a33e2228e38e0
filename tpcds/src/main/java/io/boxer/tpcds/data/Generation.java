// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.trino.tpcds.Table;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates all tables into an empty directory: two threads take the chunks, biggest first, and turn each into text, the
 * text into Parquet, and delete the text. Thread-safe: {@link #stop()} may come from a shutdown hook.
 */
final class Generation {
    private static final int THREADS = 2;

    private final Path directory;
    private final ScaleFactor scale;
    private final Progress progress;
    private final AtomicLong rowsWritten = new AtomicLong();
    private final ExecutorService threads;

    Generation(Path directory, ScaleFactor scale, Progress progress) {
        this.directory = directory;
        this.scale = scale;
        this.progress = progress;
        AtomicInteger names = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "boxer-tpcds-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ends the threads at the next row; waits for them a little, so that they write nothing after this returns. */
    void stop() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                progress.note("the generator's threads did not end within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Generates everything, once.
     *
     * @return the tables in alphabetical order, files in the order of their chunks
     * @throws BoxerException CAPACITY if a file cannot be written, BUG if the generator or DuckDB fails
     */
    List<TableData> run() {
        List<Chunk> chunks = Tables.parents().stream()
                .flatMap(table -> Chunk.allOf(table, scale).stream())
                .sorted(Comparator.comparingLong((Chunk c) -> c.weight(scale)).reversed())
                .toList();
        long total = chunks.stream().mapToLong(c -> c.weight(scale)).sum();
        ExecutorCompletionService<List<ChunkFile>> finished = new ExecutorCompletionService<>(threads);
        chunks.forEach(chunk -> finished.submit(task(chunk, total)));
        List<ChunkFile> files = new ArrayList<>();
        try {
            for (int i = 0; i < chunks.size(); i++) {
                files.addAll(finished.take().get());
            }
            return tables(files);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.USER, "generation was interrupted; start it again", e);
        } finally {
            stop();
        }
    }

    private record ChunkFile(Table table, DataFile file) {}

    private Callable<List<ChunkFile>> task(Chunk chunk, long total) {
        return () -> {
            Path parentText = text(chunk.table(), chunk);
            Path childText = chunk.table().hasChild() ? text(chunk.table().getChild(), chunk) : parentText;
            ChunkText.Rows rows = ChunkText.write(
                    chunk,
                    scale,
                    parentText,
                    childText,
                    n -> progress.at("generate", Math.min(total, rowsWritten.addAndGet(n)), total));
            List<ChunkFile> files = new ArrayList<>();
            try (ParquetWriter writer = ParquetWriter.open()) {
                files.add(convert(writer, chunk.table(), chunk, parentText, rows.parent()));
                if (chunk.table().hasChild()) {
                    files.add(convert(writer, chunk.table().getChild(), chunk, childText, rows.child()));
                }
            }
            return files;
        };
    }

    private Path text(Table table, Chunk chunk) {
        return directory.resolve(table.getName() + "-" + chunk.number() + ".txt");
    }

    private ChunkFile convert(ParquetWriter writer, Table table, Chunk chunk, Path text, long rows)
            throws IOException, SQLException {
        String name = "%s/part-%03d.parquet".formatted(table.getName(), chunk.number());
        Path parquet = directory.resolve(name);
        Files.createDirectories(directory.resolve(table.getName()));
        long written = writer.write(text, Tables.columns(table), parquet);
        if (written != rows) {
            throw BoxerException.bug("%s has %d rows of %d; the text was read wrongly", name, written, rows);
        }
        Files.delete(text);
        return new ChunkFile(table, new DataFile(name, rows, Files.size(parquet), Checksum.of(parquet)));
    }

    private static List<TableData> tables(List<ChunkFile> files) {
        TreeMap<String, List<DataFile>> byTable = new TreeMap<>();
        TreeMap<String, Table> named = new TreeMap<>();
        for (ChunkFile file : files) {
            named.put(file.table().getName(), file.table());
            byTable.computeIfAbsent(file.table().getName(), name -> new ArrayList<>())
                    .add(file.file());
        }
        return named.values().stream()
                .map(table -> new TableData(
                        table.getName(),
                        Tables.columns(table),
                        inOrder(byTable.getOrDefault(table.getName(), List.of()))))
                .toList();
    }

    private static List<DataFile> inOrder(List<DataFile> files) {
        return files.stream().sorted(Comparator.comparing(DataFile::name)).toList();
    }

    private BoxerException failure(Throwable cause) {
        if (cause instanceof BoxerException known) {
            return known;
        }
        if (cause instanceof InterruptedIOException) {
            return new BoxerException(
                    ErrorCode.USER, cause.getMessage() + "; nothing of it is kept, start it again", cause);
        }
        ErrorCode code = cause instanceof IOException ? ErrorCode.CAPACITY : ErrorCode.BUG;
        return new BoxerException(
                code, "TPC-DS data cannot be written to " + directory + ": " + cause.getMessage(), cause);
    }
}
