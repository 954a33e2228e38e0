// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the lab of this user is written down: {@code $XDG_STATE_HOME/boxer/lab} (or {@code ~/.local/state/boxer/lab}), with {@code
 * lab.json}, {@code lab.key} and the logs of its daemons. Others cannot look into it.
 *
 * <p>Thread-safe: every call reads the disk.
 */
record LabDirectory(Path path) {
    static LabDirectory of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return new LabDirectory(
                Path.of(environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state"), "boxer", "lab"));
    }

    Path keyFile() {
        return path.resolve("lab.key");
    }

    private Path file() {
        return path.resolve("lab.json");
    }

    /** What is written down, if anything is. */
    Optional<LabState> state() {
        try {
            return Optional.of(Json.mapper().readValue(Files.readAllBytes(file()), LabState.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException damaged) {
            throw new BoxerException(
                    ErrorCode.USER, "%s is damaged (%s); remove it".formatted(file(), damaged.getMessage()), damaged);
        }
    }

    /** Replaces what is written down as a whole. */
    void write(LabState state) {
        Path next = path.resolve("lab.json.next");
        try {
            Files.write(next, Json.mapper().writeValueAsBytes(state));
            Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cannot) {
            throw failed(cannot);
        }
    }

    /** Removes everything but the logs and the empty file that is the lock. */
    void forget() {
        try {
            for (Path gone : List.of(file(), keyFile(), path.resolve("relay.out"), path.resolve("coordinator.out"))) {
                Files.deleteIfExists(gone);
            }
        } catch (IOException cannot) {
            throw failed(cannot);
        }
    }

    /** Does something while no other command does. */
    <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            return new OneAtATime(path.resolve("lock")).run(work);
        } catch (IOException cannot) {
            throw failed(cannot);
        }
    }

    private BoxerException failed(IOException cannot) {
        return new BoxerException(ErrorCode.USER, "%s cannot be used: %s".formatted(path, cannot), cannot);
    }
}
