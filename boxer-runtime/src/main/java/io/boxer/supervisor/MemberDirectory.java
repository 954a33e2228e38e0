// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the files of one node lie, below the directory for temporary files. Held by a lock as long as its supervisor lives; at its
 * end each removes, with its own, those whose supervisors were killed together with all that would have removed them.
 *
 * <p>Confined to its owner.
 */
final class MemberDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberDirectory.class);
    private static final String PREFIX = "boxer-node-";
    private static final String LOCK = "lock";

    /** As init_end.c has them. */
    private static final List<String> FILES = List.of("members", "members.next", "hosts", "hosts.next", LOCK);

    /** One that is being made may not have its lock yet. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel held;

    private MemberDirectory(Path path, FileChannel held) {
        this.path = path;
        this.held = held;
    }

    static MemberDirectory make() throws IOException {
        return make(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Every user may look into it. */
    static MemberDirectory make(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        var held = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        held.lock();
        return new MemberDirectory(path, held);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (held) {
            remove(path);
        } catch (IOException stays) {
            LOG.warn(
                    "{} cannot be removed; remove it, it may say what is not true any more: {}",
                    path,
                    stays.toString());
        }
        removeThoseOfTheDead();
    }

    private void removeThoseOfTheDead() {
        try (var left = Files.newDirectoryStream(path.resolveSibling("."), PREFIX + "*")) {
            for (Path other : left) {
                removeIfDead(other);
            }
        } catch (IOException cannot) {
            LOG.debug("what others have left stays: {}", cannot.toString());
        }
    }

    private static void removeIfDead(Path directory) {
        var before = FileTime.from(Instant.now().minus(YOUNG));
        Path lock = directory.resolve(LOCK);
        try {
            boolean old =
                    isOurs(directory) && Files.getLastModifiedTime(directory).compareTo(before) < 0;
            if (old && isFree(lock)) {
                remove(directory);
            }
        } catch (IOException stays) {
            LOG.debug("{} stays: {}", directory, stays.toString());
        }
    }

    private static boolean isOurs(Path directory) throws IOException {
        var uid = "unix:uid";
        return Files.getAttribute(directory, uid).equals(Files.getAttribute(Path.of("/proc/self"), uid));
    }

    /** Without the file its maker has been killed even earlier. */
    private static boolean isFree(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return true;
        }
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    private static void remove(Path directory) throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
    }
}
