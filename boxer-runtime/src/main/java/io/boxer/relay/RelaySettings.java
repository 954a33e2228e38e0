// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How a relay is set up.
 *
 * @param listen where nodes dial in
 * @param admin where the admin API listens
 * @param maxConnections forwarded at once; one more is refused
 * @param rate bytes per second of each connection and direction; 0: no limit
 * @param idle a connection on which nothing moved for so long is closed
 */
public record RelaySettings(HostPort listen, HostPort admin, int maxConnections, DataSize rate, Duration idle) {
    private static final Setting<HostPort> LISTEN =
            Setting.address("boxer.relay.listen", "127.0.0.1:7710", "Where nodes dial in.");
    private static final Setting<HostPort> ADMIN =
            Setting.address("boxer.relay.admin", "127.0.0.1:7711", "Where the admin API listens (HTTP, JSON).");
    private static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "boxer.relay.max-connections", 2000, "Connections forwarded at once; one more is refused.")
            .where("at least 1", number -> number >= 1);
    private static final Setting<DataSize> RATE =
            Setting.size("boxer.relay.rate", "0B", "Bytes per second of each connection and direction; 0B: no limit.");
    private static final Setting<Duration> IDLE =
            Setting.duration("boxer.relay.idle", "1h", "A connection on which nothing moved for so long is closed.");

    /** For docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(LISTEN, ADMIN, MAX_CONNECTIONS, RATE, IDLE);

    public static RelaySettings from(Settings settings) {
        return new RelaySettings(
                settings.get(LISTEN),
                settings.get(ADMIN),
                settings.get(MAX_CONNECTIONS),
                settings.get(RATE),
                settings.get(IDLE));
    }
}
