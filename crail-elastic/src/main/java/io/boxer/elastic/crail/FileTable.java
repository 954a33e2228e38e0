// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.FileStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.crail.CrailNodeType;

/**
 * Files whose blocks this process knows, those used last. A file that is forgotten is asked for again, its writer too: asking
 * for a block that is there already makes no other.
 *
 * <p>Thread-safe: one monitor, never held during I/O.
 */
final class FileTable {
    private static final int MAX_FILES = 8192;

    private final Map<Long, FileBlocks> files = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, FileBlocks> eldest) {
            return size() > MAX_FILES;
        }
    };
    private final Map<Long, Boolean> containers = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MAX_FILES;
        }
    };

    static boolean isContainer(FileStatus status) {
        return CrailNodeType.parse(status.nodeType()).isContainer();
    }

    /** An answer brought the file and some of its blocks. */
    void learn(FileStatus file, List<BlockLocation> blocks) {
        if (isContainer(file)) {
            learnContainer(file.fd());
        } else {
            of(file.fd()).learn(blocks);
        }
    }

    synchronized void learnContainer(long fd) {
        containers.put(fd, true);
    }

    synchronized boolean isContainer(long fd) {
        return fd == ElasticFileInfo.NOWHERE_FD || containers.get(fd) != null;
    }

    synchronized FileBlocks of(long fd) {
        return files.computeIfAbsent(fd, FileBlocks::new);
    }

    /** @return what was known */
    synchronized Optional<FileBlocks> forget(long fd) {
        containers.remove(fd);
        return Optional.ofNullable(files.remove(fd));
    }
}
