// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Log before word (rule R10), as one rule in one place: a message leaves when every record that was decided before it is on
 * disk. Records that come while a sync runs go together into the next one. Confined to the namenode's event loop.
 */
final class DurableOutbox {
    private record Held(long afterRecord, Runnable send) {}

    private final Consumer<List<LogRecord>> disk;
    private final ExecutorService writer;
    private final Executor loop;
    private final Consumer<Throwable> fatal;
    private final Queue<Held> held = new ArrayDeque<>();

    private List<LogRecord> next = new ArrayList<>();
    private boolean syncing;
    private long decided;
    private long durable;

    /**
     * @param disk writes and syncs, on the writer's thread
     * @param loop brings the good news back
     * @param fatal called on the writer's thread when the disk fails: nothing is sent any more
     */
    DurableOutbox(Consumer<List<LogRecord>> disk, ExecutorService writer, Executor loop, Consumer<Throwable> fatal) {
        this.disk = disk;
        this.writer = writer;
        this.loop = loop;
        this.fatal = fatal;
    }

    void append(LogRecord record) {
        next.add(record);
        decided++;
    }

    void send(Runnable message) {
        if (durable == decided && held.isEmpty()) {
            message.run();
        } else {
            held.add(new Held(decided, message));
        }
    }

    /** To be called after each batch of actions. */
    void flush() {
        if (!syncing && !next.isEmpty()) {
            List<LogRecord> batch = next;
            next = new ArrayList<>();
            long upTo = decided;
            syncing = true;
            writer.execute(() -> sync(batch, upTo));
        }
    }

    private void sync(List<LogRecord> batch, long upTo) {
        try {
            disk.accept(batch);
        } catch (RuntimeException | Error failed) {
            fatal.accept(failed);
            return;
        }
        loop.execute(() -> synced(upTo));
    }

    private void synced(long upTo) {
        syncing = false;
        durable = upTo;
        while (!held.isEmpty() && held.element().afterRecord() <= durable) {
            held.remove().send().run();
        }
        flush();
    }
}
