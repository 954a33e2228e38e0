// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the state of one named cluster is kept: {@code $XDG_STATE_HOME/boxer/NAME}, or {@code ~/.local/state/boxer/NAME}.
 * Thread-safe: every call reads the disk.
 */
public final class StateDirectory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Path directory;

    public StateDirectory(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    /** The directory of that cluster for the user who owns this environment. */
    public static StateDirectory of(String name, Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String states = environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state");
        return new StateDirectory(name, Path.of(states, "boxer", name));
    }

    public Path path() {
        return directory;
    }

    /** The cluster as it was last written, whether it lives or not. */
    public Optional<ClusterState> read() {
        try {
            return Optional.of(JSON.readValue(file().toFile(), ClusterState.class));
        } catch (java.io.FileNotFoundException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER, "%s is damaged (%s); remove it".formatted(file(), e.getMessage()), e);
        }
    }

    /**
     * The cluster that runs.
     *
     * @throws BoxerException USER if none does
     */
    public ClusterState running() {
        return read().filter(ClusterState::lives)
                .orElseThrow(() -> BoxerException.user("no cluster '%s' is up here; boxer store up starts one", name));
    }

    /** Replaces the state as a whole: a reader sees the old one or the new one. */
    public void write(ClusterState state) {
        Path next = directory.resolve("cluster.json.next");
        try {
            Files.createDirectories(directory);
            JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), state);
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be written: %s".formatted(file(), e.getMessage()), e);
        }
    }

    public void forget() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be removed: %s".formatted(file(), e), e);
        }
    }

    /**
     * Does something that only one process at a time may do to this cluster: starting and ending it.
     *
     * @throws BoxerException USER if another process is at it
     */
    public <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unusable(e);
        }
        try (FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (tryLock(channel).isEmpty()) {
                throw BoxerException.user(
                        "cluster '%s' is being started or ended by another boxer; wait for it, or use --name", name);
            }
            return work.get();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private BoxerException unusable(IOException e) {
        return new BoxerException(ErrorCode.USER, "%s cannot be used: %s".formatted(directory, e.getMessage()), e);
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByThisProgram) {
            return Optional.empty();
        }
    }

    private Path file() {
        return directory.resolve("cluster.json");
    }
}
