// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.local.LocalOverlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An overlay of the benchmark's own, in a directory of its own: nobody else's state, key or name. Closed, all that it started
 * has ended and the directory is gone; so it is at Ctrl-C.
 * Confined to the benchmark's thread, but for that.
 */
final class Site implements AutoCloseable {
    private static final Pattern GUEST = Pattern.compile("guest (?:\\w+ )*BOXER_NODE=(\\S+)\n");
    private static final String READY = "ready admin=\\S+ listen=\\S+\n";
    private static final long LOOK_EVERY_NANOS = 50_000_000;
    private static final int LOOKS = 200;

    private final Tools tools;
    private final Path directory;
    private final String overlay;
    private final Deque<Started> running = new ConcurrentLinkedDeque<>();
    private final Thread atCtrlC = new Thread(() -> end(), "boxer-bench-end");
    private int logs;

    private Site(Tools tools, Path directory) {
        this.tools = tools;
        this.directory = directory;
        this.overlay = "bench-" + Integer.toHexString(directory.hashCode());
        Runtime.getRuntime().addShutdownHook(atCtrlC);
    }

    static Site open(Tools tools) {
        try {
            Path made = Files.createTempDirectory("boxer-bench-");
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (String name : List.of("libboxer-shim.so", "boxer-init", "boxer-measure")) {
                Files.copy(tools.directory().resolve(name), made.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.createDirectory(made.resolve("logs"));
            ClusterKey.loadOrCreate(made.resolve("overlay.key"));
            return new Site(tools, made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program that measures. */
    String measure() {
        return directory.resolve("boxer-measure").toString();
    }

    /** This host, without us. */
    Place plain() {
        return plain("plain", List.of());
    }

    /** Without us, on a host of a lab. */
    Place plain(String name, List<String> onHost) {
        return new Place(this, name, onHost, Map.of());
    }

    /** A new node of this host. */
    Place node(String name) {
        return node(name, List.of(), List.of());
    }

    /**
     * A new node: a supervisor that stays until the site is closed.
     *
     * @param onHost the words that run a command on its host
     * @param options more of {@code boxer supervisor}
     */
    Place node(String name, List<String> onHost, List<String> options) {
        return guestOf(name, onHost, supervise(name, onHost, options));
    }

    /** Starts a supervisor without waiting for it. */
    Started supervise(String name, List<String> onHost, List<String> options) {
        return keep(daemon(
                "supervisor", onHost, Words.of(List.of("--quiet", "--overlay", overlay, "--name", name), options)));
    }

    /** Waits until it has joined. */
    Place guestOf(String name, List<String> onHost, Started supervisor) {
        String guest = supervisor.awaitSaid(GUEST).group(1);
        return new Place(
                this,
                name,
                onHost,
                Map.of(
                        "BOXER_NODE",
                        guest,
                        "LD_PRELOAD",
                        directory.resolve("libboxer-shim.so").toString()));
    }

    /** Starts a coordinator or a relay and waits until it serves. */
    Started serve(String daemon, List<String> onHost, List<String> options) {
        Started started = keep(daemon(daemon, onHost, options));
        started.awaitSaid(Pattern.compile(READY));
        return started;
    }

    private Started daemon(String name, List<String> onHost, List<String> options) {
        List<String> key =
                List.of("--key-file", directory.resolve("overlay.key").toString());
        return Started.start(Words.of(onHost, tools.daemon(name, Words.of(key, options))), environment(), newLog(name));
    }

    /** It is ended when the site is closed, if it is not before. */
    Started keep(Started started) {
        running.push(started);
        return started;
    }

    Path newLog(String name) {
        return directory.resolve("logs").resolve(++logs + "-" + name);
    }

    /** A directory that every user may use. */
    Path directory(String label) {
        try {
            Path made = Files.createDirectories(directory.resolve("data").resolve(label));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "XDG_STATE_HOME",
                directory.resolve("state").toString(),
                "XDG_CONFIG_HOME",
                directory.resolve("config").toString());
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atCtrlC);
        } catch (IllegalStateException e) {
            // Ctrl-C: the hook is at it too
        }
    }

    private void end() {
        running.forEach(Started::close);
        LocalOverlay local = LocalOverlay.of(overlay, environment());
        for (int look = 0; look < LOOKS && local.running().isPresent(); look++) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS); // it ends by itself
        }
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
