// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.security.KeyFile;
import io.boxer.overlay.explain.OverlayObserver;
import io.boxer.overlay.local.CoordinatorFile;
import io.boxer.overlay.local.LocalOverlay;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that say which overlay a command is about: by default the one that {@code boxer run} uses here. */
public final class OverlayTarget {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--overlay",
            paramLabel = "NAME",
            description = "Overlay of this machine. Default: ${DEFAULT-VALUE}.")
    private String overlay = "default";

    @Option(
            names = "--coordinator",
            paramLabel = "HOST:PORT",
            description = "An overlay elsewhere: where its coordinator listens.")
    private Optional<String> coordinator = Optional.empty();

    @Option(
            names = {"--token-file", "--key-file"},
            paramLabel = "FILE",
            description = "Key of the overlay. Default: BOXER_KEY_FILE, or ~/.config/boxer/default.key.")
    private Optional<Path> keyFile = Optional.empty();

    Console console(boolean json) {
        return new Console(spec, json);
    }

    /** @throws BoxerException if there is no coordinator, with what to do */
    OverlayObserver observe() {
        var key = KeyFile.choose(keyFile, System.getenv(), "default").key();
        return OverlayObserver.open(coordinator.map(HostPort::parse).orElseGet(this::local), key);
    }

    private HostPort local() {
        return LocalOverlay.of(overlay, System.getenv())
                .running()
                .map(CoordinatorFile::listen)
                .orElseThrow(() -> BoxerException.user(
                        "overlay '%s' has no coordinator on this machine; boxer run --overlay %s starts one with its first"
                                + " node, or name one elsewhere with --coordinator HOST:PORT",
                        overlay, overlay));
    }
}
