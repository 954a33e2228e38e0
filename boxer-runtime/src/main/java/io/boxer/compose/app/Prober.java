// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.HostPort;
import io.boxer.compose.NodeSpec;
import io.boxer.compose.Readiness;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayNetwork;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a node is ready, from this machine, by the loopback addresses that stand for the overlay's. Blocks.
 * Thread-safe.
 */
record Prober(NodeFiles files, Path shim) {
    private static final int LIMIT_MILLIS = 5000;
    private static final int FIRST_BAD_STATUS = 400;

    /** Why it is not; empty: it is. */
    Optional<String> unready(NodeSpec spec, String address, Readiness.Probe probe) {
        try {
            if (probe instanceof Readiness.Tcp tcp) {
                return tcp(OverlayNetwork.publicSide(OverlayAddress.parse(address), tcp.port()));
            }
            if (probe instanceof Readiness.Http http) {
                return http(OverlayNetwork.publicSide(OverlayAddress.parse(address), http.port()), http.path());
            }
            if (probe instanceof Readiness.Exec exec) {
                return exec(spec, exec.command());
            }
        } catch (IOException unready) {
            return Optional.of(probe + ": " + unready.getMessage());
        }
        throw new IllegalStateException("a new kind of probe: " + probe);
    }

    private static Optional<String> tcp(HostPort real) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(real.toSocketAddress(), LIMIT_MILLIS);
            return Optional.empty();
        }
    }

    private static Optional<String> http(HostPort real, String path) throws IOException {
        var connection =
                (HttpURLConnection) URI.create("http://" + real + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(LIMIT_MILLIS);
        connection.setReadTimeout(LIMIT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            return status >= 200 && status < FIRST_BAD_STATUS
                    ? Optional.empty()
                    : Optional.of("GET %s answers %d".formatted(path, status));
        } finally {
            connection.disconnect();
        }
    }

    private Optional<String> exec(NodeSpec spec, List<String> command) throws IOException {
        Optional<String> guest = files.guest(spec.name());
        if (guest.isEmpty()) {
            return Optional.of("it has no identity yet");
        }
        var builder = new ProcessBuilder(command)
                .directory(files.workingDirectory(spec).toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("BOXER_DAEMON");
        builder.environment().putAll(spec.program().environment());
        String[] variable = guest.get().split("=", 2);
        builder.environment().put(variable[0], variable[1]);
        builder.environment().put("LD_PRELOAD", shim.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return Optional.of("%s takes more than %d ms".formatted(command.get(0), LIMIT_MILLIS));
            }
            int code = process.exitValue();
            return code == 0 ? Optional.empty() : Optional.of("%s ends with %d".formatted(command.get(0), code));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
