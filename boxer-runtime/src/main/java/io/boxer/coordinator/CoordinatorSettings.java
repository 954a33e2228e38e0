// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.Durations;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.OverlayTimes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a coordinator is set up.
 *
 * @param overlay its name
 * @param network whose addresses it gives out
 * @param listen where supervisors connect
 * @param admin where the admin API listens
 * @param relay of the overlay, if it has one
 * @param recovery so long after its start only nodes are let in that were here before
 * @param linger it ends by itself when no node has been here for so long; zero: it stays
 */
public record CoordinatorSettings(
        String overlay,
        OverlayNetwork network,
        HostPort listen,
        HostPort admin,
        Optional<Endpoint> relay,
        Duration recovery,
        Duration linger) {
    /** On the overlay's own loopback network, so nobody else's port. */
    public static final int PORT = 7700;

    private static final int ADMIN_PORT = 7701;

    private static final Setting<String> OVERLAY =
            Setting.text("boxer.coordinator.overlay", "default", "Name of the overlay.");
    private static final Setting<Integer> NETWORK = Setting.integer(
                    "boxer.coordinator.network",
                    OverlayNetwork.DEFAULT.number(),
                    "N of the overlay's network 10.N.0.0/16.")
            .where(
                    "in %d..%d".formatted(OverlayNetwork.FIRST, OverlayNetwork.LAST),
                    number -> number >= OverlayNetwork.FIRST && number <= OverlayNetwork.LAST);
    private static final Setting<String> LISTEN = Setting.text(
            "boxer.coordinator.listen",
            "",
            "Where supervisors connect, HOST:PORT; empty: port %d of the overlay's own loopback network."
                    .formatted(PORT));
    private static final Setting<String> ADMIN = Setting.text(
            "boxer.coordinator.admin",
            "",
            "Where the admin API listens (HTTP, JSON), HOST:PORT; empty: port %d of the overlay's own loopback network."
                    .formatted(ADMIN_PORT));
    private static final Setting<String> RELAY = Setting.text(
            "boxer.coordinator.relay",
            "",
            "Where the overlay's relay listens, as all nodes reach it, IPv4:PORT; empty: it has none.");
    private static final Setting<Duration> RECOVERY = Setting.duration(
            "boxer.coordinator.recovery",
            Durations.format(OverlayTimes.GRACE),
            "So long after its start only nodes are let in that were here before a restart: their names and addresses must not"
                    + " be given away. 0s for an overlay that is new.");
    private static final Setting<Duration> LINGER = Setting.duration(
            "boxer.coordinator.linger",
            "0s",
            "End when the overlay has had no node for so long; 0s: stay until told to end.");

    /** For docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(OVERLAY, NETWORK, LISTEN, ADMIN, RELAY, RECOVERY, LINGER);

    public static CoordinatorSettings from(Settings settings) {
        var network = new OverlayNetwork(settings.get(NETWORK));
        return new CoordinatorSettings(
                settings.get(OVERLAY),
                network,
                address(settings.get(LISTEN)).orElseGet(() -> new HostPort(network.coordinatorHost(), PORT)),
                address(settings.get(ADMIN)).orElseGet(() -> new HostPort(network.coordinatorHost(), ADMIN_PORT)),
                address(settings.get(RELAY)).map(HostPort::toSocketAddress).map(Endpoint::of),
                settings.get(RECOVERY),
                settings.get(LINGER));
    }

    private static Optional<HostPort> address(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(HostPort.parse(text));
    }
}
