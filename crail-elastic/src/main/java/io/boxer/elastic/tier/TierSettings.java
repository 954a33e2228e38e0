// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the tier of one store works. Deadlines: docs/protocol.md, section 6.
 *
 * @param namenode where it listens
 * @param blockSizeBytes must be the namenode's: the handshake compares them
 * @param dataDeadline D, of one read or write of one block
 * @param rpcDeadline of one question to the namenode; longer than its restart
 * @param silence how long an attempt waits for a byte before another is made
 * @param idle after which a connection that nobody uses is closed
 * @param workers threads for operations that nobody waits for yet
 * @param trace directory for the trace of docs/protocol.md, section 9; empty: none
 */
public record TierSettings(
        HostPort namenode,
        int blockSizeBytes,
        Duration dataDeadline,
        Duration rpcDeadline,
        Duration silence,
        Duration idle,
        int workers,
        Optional<Path> trace) {
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(15);

    public TierSettings {
        if (blockSizeBytes <= 0) {
            throw BoxerException.user("blockSize=%d is not positive; set crail.blocksize", blockSizeBytes);
        }
        if (silence.compareTo(dataDeadline) >= 0) {
            throw BoxerException.user(
                    "silence=%s >= dataDeadline=%s: a silent node would leave no time for another attempt;"
                            + " raise crail.datatimeout",
                    silence, dataDeadline);
        }
        if (workers < 1) {
            throw BoxerException.user("workers=%d, at least one is needed", workers);
        }
    }

    public static TierSettings of(HostPort namenode, int blockSizeBytes) {
        return new TierSettings(
                namenode,
                blockSizeBytes,
                DEFAULT_DEADLINE,
                DEFAULT_DEADLINE,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                16,
                Optional.empty());
    }

    public TierSettings withTrace(Path directory) {
        return new TierSettings(
                namenode, blockSizeBytes, dataDeadline, rpcDeadline, silence, idle, workers, Optional.of(directory));
    }

    public TierSettings withDeadlines(Duration newDataDeadline, Duration newRpcDeadline) {
        Duration quarter = newDataDeadline.dividedBy(4);
        return new TierSettings(
                namenode,
                blockSizeBytes,
                newDataDeadline,
                newRpcDeadline,
                quarter.compareTo(silence) < 0 ? quarter : silence,
                idle,
                workers,
                trace);
    }
}
