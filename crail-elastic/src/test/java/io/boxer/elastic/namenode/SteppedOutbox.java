// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The namenode's own outbox for a simulator that is the only thread and the disk: {@link DurableOutbox} is not public. */
public final class SteppedOutbox {
    private final DurableOutbox outbox;

    /** @param writer runs what is given to it later, when the disk would have done it */
    public SteppedOutbox(Consumer<List<LogRecord>> disk, ExecutorService writer, Consumer<Throwable> fatal) {
        this.outbox = new DurableOutbox(disk, writer, Runnable::run, fatal);
    }

    public void append(LogRecord record) {
        outbox.append(record);
    }

    public void send(Runnable message) {
        outbox.send(message);
    }

    public void flush() {
        outbox.flush();
    }
}
