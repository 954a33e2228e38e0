// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time work on a cache entry; the kernel frees the lock when the process dies. No state. */
final class CacheLock {
    private CacheLock() {}

    /** What is done under the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for another process that holds the lock, and says so. */
    static <T> T holding(Path file, Progress progress, Work<T> work) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                progress.note("another process works on " + file + "; waiting for it");
                channel.lock();
            }
            return work.run();
        }
    }
}
