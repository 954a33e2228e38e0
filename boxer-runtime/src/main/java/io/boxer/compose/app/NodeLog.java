// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node prints, in {@code NODE.log}; a file that has become too long is put aside as {@code NODE.log.1}, that as {@code
 * NODE.log.2}, and so on, the oldest goes. Confined to the node's thread.
 *
 * @param longest in bytes; a file is put aside at the first write after it has become so long
 * @param files that are kept, the current one counted
 */
record NodeLog(Path file, long longest, int files) {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLog.class);
    private static final int BUFFER_BYTES = 8192;

    /** Returns at the end of the stream. A disk that is full costs lines, not the node. */
    void take(InputStream printed) {
        var buffer = new byte[BUFFER_BYTES];
        boolean failed = false;
        try {
            for (int length = printed.read(buffer); length >= 0; length = printed.read(buffer)) {
                boolean wrote = append(buffer, length);
                if (!wrote && !failed) {
                    LOG.warn("log={} cannot be written, lines are lost", file);
                }
                failed = !wrote;
            }
        } catch (IOException gone) {
            LOG.debug("log={} ends", file, gone);
        }
    }

    private boolean append(byte[] buffer, int length) {
        try {
            if (Files.exists(file) && Files.size(file) >= longest) {
                putAside();
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(buffer, 0, length);
            }
            return true;
        } catch (IOException cannot) {
            return false;
        }
    }

    private void putAside() throws IOException {
        for (int age = files - 1; age >= 1; age--) {
            Path younger = age == 1 ? file : aside(age - 1);
            if (Files.exists(younger)) {
                Files.move(younger, aside(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(file); // where only one is kept
    }

    private Path aside(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }
}
