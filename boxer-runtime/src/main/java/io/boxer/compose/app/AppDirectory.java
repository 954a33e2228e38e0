// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.admin.Json;
import io.boxer.common.process.OneAtATime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What an application of this machine and user has on disk: {@code $XDG_STATE_HOME/boxer/apps/NAME} (or {@code
 * ~/.local/state/boxer/apps/NAME}) with {@code app.json}, {@code logs/} and {@code nodes/}. Others cannot look into it.
 *
 * <p>Thread-safe: every call reads the disk.
 *
 * @param path of the directory
 */
public record AppDirectory(String name, Path path) {
    /** The directory of an application, whether there is one or not. */
    public static AppDirectory of(String name, Map<String, String> environment) {
        return new AppDirectory(name, all(environment).resolve(name));
    }

    private static Path all(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state"), "boxer", "apps");
    }

    /** Every application that is written down, alive or not. */
    public static List<AppDirectory> list(Map<String, String> environment) {
        try (Stream<Path> directories = Files.list(all(environment))) {
            return directories
                    .map(path -> new AppDirectory(path.getFileName().toString(), path))
                    .filter(directory -> Files.exists(directory.file()))
                    .sorted(Comparator.comparing(AppDirectory::name))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException cannot) {
            throw failed(all(environment), cannot);
        }
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** The log of a node; logs stay when the application is down. */
    public Path log(String node) {
        return logs().resolve(node + ".log");
    }

    /** Where each node has its directory and what starts it. */
    public Path nodes() {
        return path.resolve("nodes");
    }

    /** The variable that makes a program a node's guest: with a secret, for the owner only. */
    public Path guestFile(String node) {
        return nodes().resolve(node + ".guest");
    }

    /** What is written down, if anything is. */
    public Optional<AppState> state() {
        try {
            return Optional.of(Json.mapper().readValue(file().toFile(), AppState.class));
        } catch (java.io.FileNotFoundException | NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException damaged) {
            throw new BoxerException(
                    ErrorCode.USER, "%s is damaged (%s); remove it".formatted(file(), damaged.getMessage()), damaged);
        }
    }

    /** Replaces what is written down as a whole. */
    public void write(AppState state) {
        Path next = path.resolve("app.json.next");
        try {
            Files.write(next, Json.mapper().writeValueAsBytes(state));
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            throw failed(next, cannot);
        }
    }

    /** The log of the daemon; it stays too. */
    public Path daemonLog() {
        return path.resolve("app.log");
    }

    /** Removes everything but the logs and the empty file that is the lock. */
    public void forget() {
        deleteAll(nodes());
        deleteAll(file());
        deleteAll(path.resolve("app.out"));
    }

    /**
     * Does something while no other process does, nor another thread of this one: start the daemon, or end it. Blocks while
     * another one is at it.
     */
    public <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(logs());
            return new OneAtATime(path.resolve("lock")).run(work);
        } catch (IOException cannot) {
            throw failed(path, cannot);
        }
    }

    private Path file() {
        return path.resolve("app.json");
    }

    static void deleteAll(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> below = Files.walk(root)) {
            for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | java.io.UncheckedIOException cannot) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be removed: %s".formatted(root, cannot), cannot);
        }
    }

    private static BoxerException failed(Path file, IOException cannot) {
        return new BoxerException(ErrorCode.USER, "%s cannot be used: %s".formatted(file, cannot), cannot);
    }
}
