// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.DataSize;
import io.boxer.common.NodeId;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.util.List;

/**
 * How the daemon of an application is set up.
 *
 * @param name of the application and of its overlay
 * @param logSize a node's log that is longer is put aside
 * @param logFiles so many are kept of each node, the current one counted
 */
public record AppSettings(NodeId name, DataSize logSize, int logFiles) {
    private static final Setting<String> NAME =
            Setting.text("boxer.app.name", "app", "Name of the application, and of its overlay.");
    private static final Setting<DataSize> LOG_SIZE = Setting.size(
                    "boxer.app.log-size", "10MiB", "A node's log that is longer is put aside as NODE.log.1.")
            .where("at least 1KiB", size -> size.toBytes() >= 1024);
    private static final Setting<Integer> LOG_FILES = Setting.integer(
                    "boxer.app.log-files", 3, "Log files that are kept of each node, the current one counted.")
            .where("in 1..100", count -> count >= 1 && count <= 100);

    /** For docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(NAME, LOG_SIZE, LOG_FILES);

    public static AppSettings from(Settings settings) {
        return new AppSettings(new NodeId(settings.get(NAME)), settings.get(LOG_SIZE), settings.get(LOG_FILES));
    }
}
