// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Log before word: the disk and the loop take their turns here only when the test says so. */
class DurableOutboxTest {
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final List<List<LogRecord>> written = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Throwable> fatal = new ArrayList<>();
    private boolean broken;
    private final DurableOutbox outbox = new DurableOutbox(this::write, new ByHand(), Runnable::run, fatal::add);

    @Test
    void aMessageWithNothingUndecidedBeforeItLeavesAtOnce() {
        outbox.send(() -> sent.add("a"));

        assertThat(sent).containsExactly("a");
    }

    @Test
    void aMessageWaitsForTheRecordsBeforeItAndKeepsItsPlace() {
        outbox.append(new LogRecord.Epoch(1));
        outbox.send(() -> sent.add("a"));
        outbox.flush();
        outbox.append(new LogRecord.Epoch(2));
        outbox.send(() -> sent.add("b"));
        outbox.flush();
        assertThat(sent).isEmpty();

        disk.remove().run();
        assertThat(sent).containsExactly("a");
        disk.remove().run();

        assertThat(sent).containsExactly("a", "b");
        assertThat(written).hasSize(2);
    }

    @Test
    void recordsThatComeDuringASyncShareTheNextOne() {
        outbox.append(new LogRecord.Epoch(1));
        outbox.flush();
        outbox.append(new LogRecord.Epoch(2));
        outbox.append(new LogRecord.Epoch(3));
        outbox.flush();

        disk.remove().run();
        disk.remove().run();

        assertThat(written).extracting(List::size).containsExactly(1, 2);
        assertThat(disk).isEmpty();
    }

    @Test
    void afterAFailedSyncNothingIsSaidToAnybody() {
        broken = true;
        outbox.append(new LogRecord.Epoch(1));
        outbox.send(() -> sent.add("a"));
        outbox.flush();

        disk.remove().run();
        outbox.send(() -> sent.add("b"));

        assertThat(fatal).hasSize(1);
        assertThat(sent).isEmpty();
    }

    private void write(List<LogRecord> records) {
        if (broken) {
            throw new IllegalStateException("disk");
        }
        written.add(records);
    }

    private final class ByHand extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            disk.add(task);
        }

        @Override
        public void shutdown() {
            disk.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
