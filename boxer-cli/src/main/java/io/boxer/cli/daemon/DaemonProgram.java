// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Setting;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** One daemon: its name, its settings, and how it is opened. Implementations are immutable. */
interface DaemonProgram {
    String name();

    String description();

    /** Each is an option. */
    List<Setting<?>> settings();

    /** Adds what is no setting. */
    default void addOptions(CommandSpec spec) {}

    /**
     * Opens it.
     *
     * @param daemon takes what is opened
     * @return what it says when it serves
     */
    Daemon.Serving start(Daemon daemon, DaemonArguments arguments);
}
