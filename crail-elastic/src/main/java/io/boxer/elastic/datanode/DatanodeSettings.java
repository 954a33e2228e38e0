// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a datanode is set up. The block size is the namenode's: it is learnt at the first contact.
 *
 * @param name of the node; no other live node of the cluster may have it
 * @param pool {@code stable}, or {@code spot:TYPE:ZONE}
 * @param listen where clients and other datanodes connect; others reach the node by this host
 * @param memory empty: free memory less 1 GiB
 * @param spill directory for blocks that find no memory; empty: none
 * @param spillSize of the file in it
 * @param drainDeadline how long a SIGTERM waits for the blocks to move away
 * @param maxConnections to the data port at a time
 * @param trace directory for the trace of docs/protocol.md, section 9; empty: none
 */
public record DatanodeSettings(
        HostPort namenode,
        NodeId name,
        String pool,
        HostPort listen,
        HostPort admin,
        Optional<DataSize> memory,
        Optional<Path> spill,
        DataSize spillSize,
        Duration drainDeadline,
        int maxConnections,
        Optional<Path> trace) {
    private static final Pattern POOL = Pattern.compile("stable|spot:[a-z0-9.-]+:[a-z0-9-]+");

    private static final Setting<HostPort> NAMENODE =
            Setting.address("boxer.datanode.namenode", "127.0.0.1:7777", "Where the namenode listens.");
    private static final Setting<String> NAME =
            Setting.text("boxer.datanode.name", "node-1", "Name of the node, unique among the live ones.");
    private static final Setting<String> POOL_NAME =
            Setting.text("boxer.datanode.pool", "stable", "Kind of capacity: stable, or spot:TYPE:ZONE.");
    private static final Setting<HostPort> LISTEN = Setting.address(
            "boxer.datanode.listen", "127.0.0.1:0", "Where clients and other datanodes connect; they use this host.");
    private static final Setting<HostPort> ADMIN =
            Setting.address("boxer.datanode.admin", "127.0.0.1:0", "Where the admin API listens (HTTP, JSON).");
    private static final Setting<Optional<DataSize>> MEMORY = new Setting<>(
            "boxer.datanode.memory",
            "Memory for blocks; auto is free memory less 1 GiB.",
            "auto",
            "size or auto",
            DatanodeSettings::parseMemory,
            false);
    private static final Setting<String> SPILL =
            Setting.text("boxer.datanode.spill", "", "Directory for blocks that find no memory anywhere; empty: none.");
    private static final Setting<DataSize> SPILL_SIZE =
            Setting.size("boxer.datanode.spill-size", "4GiB", "Size of the file in the spill directory.");
    private static final Setting<Duration> DRAIN_DEADLINE = Setting.duration(
            "boxer.datanode.drain-deadline", "30s", "How long a SIGTERM waits for the blocks to move away.");
    private static final Setting<Integer> MAX_CONNECTIONS = Setting.integer(
                    "boxer.datanode.max-connections", 1024, "Connections to the data port at a time.")
            .where("at least 1", count -> count >= 1);
    private static final Setting<String> TRACE =
            Setting.text("boxer.datanode.trace", "", "Directory for the trace of all events; empty: none.");

    /** For docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(
            NAMENODE,
            NAME,
            POOL_NAME,
            LISTEN,
            ADMIN,
            MEMORY,
            SPILL,
            SPILL_SIZE,
            DRAIN_DEADLINE,
            MAX_CONNECTIONS,
            TRACE);

    public DatanodeSettings {
        require(
                POOL.matcher(pool).matches(),
                "pool='%s' is neither stable nor spot:TYPE:ZONE; write spot:m6i.large:us-east-1a, say",
                pool);
        require(maxConnections >= 1, "maxConnections=%d is less than 1", maxConnections);
    }

    public static DatanodeSettings from(Settings settings) {
        return new DatanodeSettings(
                settings.get(NAMENODE),
                new NodeId(settings.get(NAME)),
                settings.get(POOL_NAME),
                settings.get(LISTEN),
                settings.get(ADMIN),
                settings.get(MEMORY),
                path(settings.get(SPILL)),
                settings.get(SPILL_SIZE),
                settings.get(DRAIN_DEADLINE),
                settings.get(MAX_CONNECTIONS),
                path(settings.get(TRACE)));
    }

    private static Optional<Path> path(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    }

    /**
     * Reads a size or {@code auto}.
     *
     * @throws BoxerException USER if it is neither
     */
    private static Optional<DataSize> parseMemory(String text) {
        return text.strip().equals("auto") ? Optional.empty() : Optional.of(DataSize.parse(text));
    }
}
