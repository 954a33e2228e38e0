// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.overlay.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the overlay in a file that guests read (members.c), so that a name costs no question. Lines {@code
 * 10.77.0.2<tab>cache}, in a directory of its own below the one for temporary files; every user may read it, since guests may
 * give up root.
 *
 * <p>What is in the file is true at all times; not all need be in it. It is withdrawn when a member goes, and written when a
 * question has shown that the guest needs it: a node whose guest never asks writes nothing, however many others come and go.
 * Where it cannot be written guests ask, as they do for what is not in it.
 *
 * <p>Confined to the supervisor's loop, but for {@link #close}, which is called when the loop has ended. Its writes go to the
 * kernel's page cache and are not waited for any longer.
 */
final class MemberFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberFile.class);

    private final Path directory;
    private final Path file;
    private final Path next;
    private boolean there;
    private boolean whole;
    private boolean broken;

    private MemberFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("members");
        this.next = directory.resolve("members.next");
    }

    /**
     * Makes the directory.
     *
     * @throws BoxerException USER if that cannot be
     */
    static MemberFile open() {
        try {
            Path directory = Files.createTempDirectory("boxer-node-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new MemberFile(directory);
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "no directory for temporary files can be made (%s); set TMPDIR or -Djava.io.tmpdir to one that can"
                            .formatted(cannot),
                    cannot);
        }
    }

    Path directory() {
        return directory;
    }

    Path path() {
        return file;
    }

    /** A member has come that the file does not have. */
    void outdated() {
        whole = false;
    }

    /** Something in the file may not be true any more. */
    void withdraw() {
        whole = false;
        if (there) {
            there = false;
            remove(file);
        }
    }

    /** Writes it, if it has not all of them. */
    void complete(Collection<Member> members) {
        if (whole || broken) {
            return;
        }
        var lines = new StringBuilder();
        members.forEach(member -> lines.append(member.address())
                .append('\t')
                .append(member.name())
                .append('\n'));
        try {
            Files.writeString(next, lines);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            there = true;
            whole = true;
        } catch (IOException cannot) {
            LOG.warn("{} cannot be written; guests ask for each name, which takes longer: {}", file, cannot.toString());
            broken = true;
            withdraw();
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            LOG.warn(
                    "{} cannot be removed; remove it, it may say what is not true any more: {}",
                    path,
                    stays.toString());
        }
    }

    @Override
    public void close() {
        remove(file);
        remove(next);
        remove(directory);
    }
}
