// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.shim.GuestVariable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The variable that makes a program a node's guest, in a file that only the owner reads; gone when the supervisor ends.
 * Immutable.
 */
record GuestFile(Path file) implements AutoCloseable {
    static GuestFile write(Path file, GuestVariable variable) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, variable.assignment() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return new GuestFile(file);
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER, "--guest-file=%s cannot be written: %s".formatted(file, cannot), cannot);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
