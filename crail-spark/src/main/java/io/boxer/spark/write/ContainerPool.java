// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.store.ContainerAppender;
import io.boxer.spark.store.ContainerStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The containers that this executor appends to: as many for each shuffle as tasks write at once. A container is leased
 * to one task at a time, given back after a commit, and closed when it is full or when anything went wrong with it.
 *
 * <p>Thread-safe: the store is called outside the lock.
 */
public final class ContainerPool {
    private final ContainerStore store;
    private final ShuffleDirectories directories;
    private final String applicationDirectory;
    private final String executorId;
    private final long rollBytes;
    private final AtomicInteger made = new AtomicInteger();
    private final Map<Integer, Deque<LeasedContainer>> idle = new HashMap<>();

    /**
     * A pool without containers.
     *
     * @param applicationDirectory where the shuffles' directories are
     * @param executorId unique in the application, part of each container's name
     * @param rollBytes a container of this size or more gets no further segment
     */
    public ContainerPool(
            ContainerStore store,
            ShuffleDirectories directories,
            String applicationDirectory,
            String executorId,
            long rollBytes) {
        this.store = store;
        this.directories = directories;
        this.applicationDirectory = applicationDirectory;
        this.executorId = executorId;
        this.rollBytes = rollBytes;
    }

    /** An idle container of the shuffle, or a new one. */
    LeasedContainer lease(int shuffleId) throws IOException {
        boolean known;
        synchronized (idle) {
            Deque<LeasedContainer> free = idle.get(shuffleId);
            known = free != null;
            if (free != null && !free.isEmpty()) {
                return free.pop();
            }
        }
        if (!known) {
            directories.open(shuffleId);
            synchronized (idle) {
                idle.computeIfAbsent(shuffleId, id -> new ArrayDeque<>());
            }
        }
        return create(shuffleId);
    }

    private LeasedContainer create(int shuffleId) throws IOException {
        String name = executorId + "-" + made.incrementAndGet();
        String path = applicationDirectory + "/" + shuffleId + "/" + name;
        ContainerAppender appender;
        try {
            appender = store.create(path);
        } catch (FileNotFoundException removed) {
            // cleaned at a query's end, and now computed again; or a late writer, which is refused here
            directories.open(shuffleId);
            appender = store.create(path);
        }
        return new LeasedContainer(shuffleId, name, appender, true);
    }

    /** After a commit; the container is closed if it is full or if its shuffle was forgotten meanwhile. */
    void giveBack(LeasedContainer container) {
        if (container.appender().position() < rollBytes) {
            synchronized (idle) {
                Deque<LeasedContainer> free = idle.get(container.shuffleId());
                if (free != null) {
                    free.push(
                            new LeasedContainer(container.shuffleId(), container.name(), container.appender(), false));
                    return;
                }
            }
        }
        container.appender().close();
    }

    /** After a failure: nothing is appended to it any more. What was committed to it stays readable. */
    void discard(LeasedContainer container) {
        container.appender().close();
    }

    /** Closes the shuffle's idle containers; leased ones are closed when they come back. */
    public void forget(int shuffleId) {
        Deque<LeasedContainer> free;
        synchronized (idle) {
            free = idle.remove(shuffleId);
        }
        if (free != null) {
            free.forEach(container -> container.appender().close());
        }
    }

    public void close() {
        Integer[] shuffles;
        synchronized (idle) {
            shuffles = idle.keySet().toArray(Integer[]::new);
        }
        for (int shuffleId : shuffles) {
            forget(shuffleId);
        }
    }
}
