// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Work that one thread of one process of this machine does at a time, kept by the lock of a file, which goes with its process.
 * Thread-safe.
 *
 * @param file stays, empty
 */
public record OneAtATime(Path file) {
    /** The kernel locks a file for a process as a whole. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    /**
     * Does it; blocks while somebody else is at it.
     *
     * @throws IOException if the file cannot be used
     */
    public <T> T run(Supplier<T> work) throws IOException {
        IN_THIS_PROCESS.lock();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assert lock.isValid();
            return work.get();
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }
}
