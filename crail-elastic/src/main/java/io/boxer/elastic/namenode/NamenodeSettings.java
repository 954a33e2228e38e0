// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a namenode is set up.
 *
 * @param listen where datanodes and clients connect
 * @param admin where the admin API listens
 * @param data directory of the log
 * @param blockSize power of two, 64 KiB to 64 MiB; fixed at the first start
 * @param trace directory for the trace of docs/protocol.md, section 9; empty: none
 */
public record NamenodeSettings(HostPort listen, HostPort admin, Path data, DataSize blockSize, Optional<Path> trace) {
    private static final long SMALLEST = 64L << 10;
    private static final long LARGEST = 64L << 20;

    private static final Setting<HostPort> LISTEN =
            Setting.address("boxer.namenode.listen", "127.0.0.1:7777", "Where datanodes and clients connect.");
    private static final Setting<HostPort> ADMIN =
            Setting.address("boxer.namenode.admin", "127.0.0.1:7778", "Where the admin API listens (HTTP, JSON).");
    private static final Setting<String> DATA =
            Setting.text("boxer.namenode.data", "boxer-namenode", "Directory of the log: what must survive a restart.");
    private static final Setting<DataSize> BLOCK_SIZE = Setting.size(
            "boxer.namenode.block-size",
            "1MiB",
            "Size of a block, a power of two from 64KiB to 64MiB; fixed at the first start.");

    private static final Setting<String> TRACE =
            Setting.text("boxer.namenode.trace", "", "Directory for the trace of all events; empty: none.");

    /** For docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(LISTEN, ADMIN, DATA, BLOCK_SIZE, TRACE);

    public NamenodeSettings {
        BoxerException.require(
                blockSize.isPowerOfTwo() && blockSize.toBytes() >= SMALLEST && blockSize.toBytes() <= LARGEST,
                "blockSize=%s is not a power of two from 64KiB to 64MiB; set boxer.namenode.block-size to 1MiB, say",
                blockSize);
    }

    /** Without a trace. */
    public NamenodeSettings(HostPort listen, HostPort admin, Path data, DataSize blockSize) {
        this(listen, admin, data, blockSize, Optional.empty());
    }

    public static NamenodeSettings from(Settings settings) {
        return new NamenodeSettings(
                settings.get(LISTEN),
                settings.get(ADMIN),
                Path.of(settings.get(DATA)),
                settings.get(BLOCK_SIZE),
                Optional.of(settings.get(TRACE)).filter(text -> !text.isBlank()).map(Path::of));
    }
}
