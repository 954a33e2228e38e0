// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.store.ContainerReader;
import io.boxer.spark.store.ContainerStore;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Containers that this executor has looked up: one look-up for each, and one more when a segment lies beyond what the
 * last look-up knew.
 *
 * <p>Thread-safe. Look-ups of one container wait for each other, of different ones do not.
 */
public final class OpenContainers implements AutoCloseable {
    private final ContainerStore store;
    private final String applicationDirectory;
    private final Map<Key, Entry> entries = new HashMap<>();

    private record Key(int shuffleId, String name) {}

    private static final class Entry {
        private volatile ContainerReader reader = Absent.READER;
    }

    public OpenContainers(ContainerStore store, String applicationDirectory) {
        this.store = store;
        this.applicationDirectory = applicationDirectory;
    }

    /**
     * A reader that knows the container at least up to the segment's end.
     *
     * @throws FileNotFoundException if the container was removed
     * @throws EOFException if the container is shorter than the location says
     */
    ContainerReader open(int shuffleId, SegmentLocation segment) throws IOException {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(new Key(shuffleId, segment.container()), key -> new Entry());
        }
        ContainerReader known = entry.reader;
        return reaches(known, segment) ? known : lookUp(entry, shuffleId, segment);
    }

    private ContainerReader lookUp(Entry entry, int shuffleId, SegmentLocation segment) throws IOException {
        synchronized (entry) {
            if (reaches(entry.reader, segment)) {
                return entry.reader;
            }
            String path = applicationDirectory + "/" + shuffleId + "/" + segment.container();
            ContainerReader fresh = store.open(path);
            if (fresh.containerId() != segment.containerId()) {
                fresh.close();
                throw new FileNotFoundException(path + " is another container than the one that was written");
            }
            if (fresh.length() < segment.end()) {
                long length = fresh.length();
                fresh.close();
                throw new EOFException(path + " has " + length + " bytes, the segment ends at " + segment.end());
            }
            // the reader before is left to whoever reads with it; it holds no connection
            entry.reader = fresh;
            return fresh;
        }
    }

    private static boolean reaches(ContainerReader reader, SegmentLocation segment) {
        return reader.containerId() == segment.containerId() && reader.length() >= segment.end();
    }

    /** Looks the container up again next time, as after an error. */
    void drop(int shuffleId, String container) {
        synchronized (entries) {
            entries.remove(new Key(shuffleId, container));
        }
    }

    public void forget(int shuffleId) {
        synchronized (entries) {
            entries.keySet().removeIf(key -> key.shuffleId() == shuffleId);
        }
    }

    @Override
    public void close() {
        synchronized (entries) {
            entries.clear();
        }
    }

    /** Before the first look-up. */
    private enum Absent implements ContainerReader {
        READER;

        @Override
        public long containerId() {
            return -1;
        }

        @Override
        public long length() {
            return -1;
        }

        @Override
        public void read(long position, java.nio.ByteBuffer target) throws IOException {
            throw new FileNotFoundException("not looked up");
        }

        @Override
        public void close() {}
    }
}
