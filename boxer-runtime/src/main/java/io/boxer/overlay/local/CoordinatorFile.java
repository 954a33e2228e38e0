// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.local;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.process.ProcessId;
import io.boxer.overlay.OverlayNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What is written down about the coordinator of a local overlay, so that others find it. Immutable.
 *
 * @param listen where supervisors connect
 * @param admin its admin API
 */
public record CoordinatorFile(ProcessId process, HostPort listen, HostPort admin, OverlayNetwork network) {
    /**
     * Nothing if there is no such file.
     *
     * @throws BoxerException USER if it is damaged
     */
    static Optional<CoordinatorFile> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new CoordinatorFile(
                    new ProcessId(
                            Long.parseLong(properties.getProperty("pid", "")),
                            Long.parseLong(properties.getProperty("startTicks", ""))),
                    HostPort.parse(properties.getProperty("listen", "")),
                    HostPort.parse(properties.getProperty("admin", "")),
                    new OverlayNetwork(Integer.parseInt(properties.getProperty("network", "")))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | BoxerException e) {
            throw new BoxerException(
                    ErrorCode.USER, "%s is damaged (%s); remove it".formatted(file, e.getMessage()), e);
        }
    }

    /** Replaces the file as a whole. */
    void write(Path file) {
        var properties = new Properties();
        properties.setProperty("pid", Long.toString(process.pid()));
        properties.setProperty("startTicks", Long.toString(process.startTicks()));
        properties.setProperty("listen", listen.toString());
        properties.setProperty("admin", admin.toString());
        properties.setProperty("network", Integer.toString(network.number()));
        var next = file.resolveSibling(file.getFileName() + ".next");
        try {
            try (var writer = Files.newBufferedWriter(next)) {
                properties.store(writer, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be written: %s".formatted(file, e), e);
        }
    }
}
