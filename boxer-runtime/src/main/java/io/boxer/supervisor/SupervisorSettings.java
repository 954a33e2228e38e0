// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import io.boxer.shim.FrontEnd;
import java.util.List;
import java.util.Optional;

/**
 * How a supervisor is set up.
 *
 * @param name of the node; empty: the coordinator chooses
 * @param overlay its name
 * @param coordinator empty: that of this machine, started if none runs
 */
public record SupervisorSettings(Optional<NodeId> name, String overlay, Optional<HostPort> coordinator) {
    private static final Setting<String> NAME = Setting.text(
            "boxer.supervisor.name", "", "Name of the node, and of its host for the program; empty: node-1, node-2, …");
    private static final Setting<String> OVERLAY =
            Setting.text("boxer.supervisor.overlay", "default", "Name of the overlay.");
    private static final Setting<String> COORDINATOR = Setting.text(
            "boxer.supervisor.coordinator",
            "",
            "Where the overlay's coordinator listens, HOST:PORT; empty: on this machine, started if none runs.");

    /** For docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(NAME, OVERLAY, COORDINATOR, FrontEnd.SETTING);

    public SupervisorSettings {
        new NodeId(overlay); // the same form
    }

    public static SupervisorSettings from(Settings settings) {
        return new SupervisorSettings(
                given(settings.get(NAME)).map(NodeId::new),
                settings.get(OVERLAY),
                given(settings.get(COORDINATOR)).map(HostPort::parse));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(some -> !some.isBlank());
    }
}
