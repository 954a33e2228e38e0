// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.local;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.OneAtATime;
import io.boxer.overlay.OverlayNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An overlay of this machine and this user: its directory {@code $XDG_STATE_HOME/boxer/overlays/NAME} (or {@code
 * ~/.local/state/boxer/overlays/NAME}) says where the coordinator is. Only who has the directory's lock starts one or writes
 * one off, so an overlay never has two.
 *
 * <p>Thread-safe: every call reads the disk.
 */
public final class LocalOverlay {
    /** In the environment of every daemon of ours, so that boxer-init does not take it for a descendant of its guest. */
    private static final Map<String, String> MARK = Map.of("BOXER_DAEMON", "coordinator");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int NETWORKS_TRIED = 8;
    private static final String COORDINATOR = "coordinator";

    /** Makes the command line of a coordinator. */
    @FunctionalInterface
    public interface Start {
        /** @param again whether nodes may be there that another one had */
        List<String> command(OverlayNetwork network, boolean again);
    }

    private final String name;
    private final Path directory;

    public LocalOverlay(String name, Path directory) {
        this.name = name;
        this.directory = directory;
    }

    /** The overlay of that name for the user who owns this environment. */
    public static LocalOverlay of(String name, Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String states = environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state");
        return new LocalOverlay(name, Path.of(states, "boxer", "overlays", name));
    }

    /** The coordinator that runs, if one does. */
    public Optional<CoordinatorFile> running() {
        return CoordinatorFile.read(file()).filter(found -> found.process().lives());
    }

    /**
     * The coordinator that runs; started first if none does. Blocks while another process is at it.
     *
     * @param command how one is started
     * @throws BoxerException if it cannot be started, with its last words
     */
    public CoordinatorFile findOrStart(Start command) {
        return alone(() -> running().orElseGet(() -> start(command)));
    }

    /** A coordinator that died may have left nodes behind: they have addresses of its network. Else any that is free. */
    private CoordinatorFile start(Start command) {
        Optional<OverlayNetwork> before = CoordinatorFile.read(file()).map(CoordinatorFile::network);
        OverlayNetwork network = before.orElseGet(() -> preferred(name));
        for (int tried = 1; ; tried++) {
            try {
                return start(network, command.command(network, before.isPresent()));
            } catch (BoxerException taken) {
                if (before.isPresent() || tried == NETWORKS_TRIED) {
                    throw taken;
                }
                network = network.next();
            }
        }
    }

    private CoordinatorFile start(OverlayNetwork network, List<String> command) {
        var process = DaemonProcess.start(COORDINATOR, command, MARK, directory);
        var ready = process.awaitReady(START_LIMIT);
        var started = new CoordinatorFile(process.id(), ready.listen(), ready.admin(), network);
        started.write(file());
        return started;
    }

    /** The default overlay has the default network; others are spread, so that they seldom have to try twice. */
    private static OverlayNetwork preferred(String name) {
        if (name.equals("default")) {
            return OverlayNetwork.DEFAULT;
        }
        int networks = OverlayNetwork.LAST - OverlayNetwork.FIRST + 1;
        return new OverlayNetwork(OverlayNetwork.FIRST + Math.floorMod(name.hashCode(), networks));
    }

    /**
     * Writes the coordinator off, which then ends: called by the coordinator itself.
     *
     * @param stillEmpty asked with the lock held
     * @return whether it may end
     */
    public boolean retire(BooleanSupplier stillEmpty) {
        return alone(() -> {
            boolean empty = stillEmpty.getAsBoolean();
            if (empty) {
                delete(file());
                delete(directory.resolve(COORDINATOR + ".out"));
                delete(directory.resolve(COORDINATOR + ".log"));
            }
            return empty;
        });
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be removed: %s".formatted(file, e), e);
        }
    }

    private Path file() {
        return directory.resolve("coordinator.properties");
    }

    private <T> T alone(Supplier<T> work) {
        try {
            Files.createDirectories(directory);
            return new OneAtATime(directory.resolve("lock")).run(work);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be used: %s".formatted(directory, e.getMessage()), e);
        }
    }
}
