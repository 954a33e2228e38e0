// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Setting;
import io.boxer.compose.app.AppSettings;
import io.boxer.coordinator.CoordinatorSettings;
import io.boxer.elastic.datanode.DatanodeSettings;
import io.boxer.elastic.namenode.NamenodeSettings;
import io.boxer.relay.RelaySettings;
import io.boxer.spot.daemon.SpotSettings;
import io.boxer.spot.market.MarketSettings;
import io.boxer.supervisor.SupervisorSettings;
import java.util.List;
import java.util.stream.Stream;

/** The settings of all daemons: one file may hold them all, and a key that none of them has is a mistake. */
public final class KnownSettings {
    /** Sorted by daemon, then as each declares them. */
    public static final List<Setting<?>> ALL = Stream.of(
                    NamenodeSettings.ALL,
                    DatanodeSettings.ALL,
                    MarketSettings.ALL,
                    SpotSettings.ALL,
                    CoordinatorSettings.ALL,
                    RelaySettings.ALL,
                    SupervisorSettings.ALL,
                    AppSettings.ALL)
            .flatMap(List::stream)
            .toList();

    private KnownSettings() {}
}
