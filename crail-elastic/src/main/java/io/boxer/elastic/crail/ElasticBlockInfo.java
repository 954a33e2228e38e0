// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.VirtualBlocks;
import io.boxer.elastic.tier.Location;
import java.util.Optional;
import org.apache.crail.conf.CrailConstants;
import org.apache.crail.metadata.BlockInfo;
import org.apache.crail.metadata.DataNodeInfo;

/**
 * A block as Crail's caches hold it, for ever and by reference, so it brings along what {@code BlockInfo} has no room for.
 * {@code lba} is the block id, {@code lkey} the gen; {@code dnInfo} only tells Crail which endpoint object to call.
 */
final class ElasticBlockInfo extends BlockInfo {
    private final Optional<Location> location;
    private final int writerEpoch;

    private ElasticBlockInfo(
            DataNodeInfo hint, long block, long base, int gen, Optional<Location> location, int writerEpoch) {
        super(hint, block, base, (int) CrailConstants.BLOCK_SIZE, gen);
        this.location = location;
        this.writerEpoch = writerEpoch;
    }

    static ElasticBlockInfo of(BlockLocation at) {
        Optional<Location> place = at.lost() ? Optional.empty() : Optional.of(new Location(at.node(), at.gen()));
        return new ElasticBlockInfo(NodeHints.of(at.node()), at.block(), 0, at.gen(), place, at.writerEpoch());
    }

    /** @param index of the block's worth of records in the container; {@code addr} is their offset in it, in bytes */
    static ElasticBlockInfo ofContainer(long fd, long index) {
        return new ElasticBlockInfo(
                NodeHints.nowhere(),
                VirtualBlocks.ofContainer(fd),
                index * CrailConstants.BLOCK_SIZE,
                0,
                Optional.empty(),
                0);
    }

    /** Stands for the first block of a file that has none; whoever reads it learns that the file is gone. */
    static ElasticBlockInfo none() {
        return new ElasticBlockInfo(NodeHints.nowhere(), 0, 0, 0, Optional.empty(), 0);
    }

    /** @return empty if only the namenode knows more */
    Optional<Location> location() {
        return location;
    }

    int writerEpoch() {
        return writerEpoch;
    }
}
