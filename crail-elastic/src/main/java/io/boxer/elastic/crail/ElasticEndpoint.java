// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.VirtualBlocks;
import io.boxer.elastic.tier.BlockOperation;
import io.boxer.elastic.tier.Location;
import io.boxer.elastic.tier.StoreClient;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.crail.CrailBuffer;
import org.apache.crail.metadata.BlockInfo;
import org.apache.crail.storage.StorageEndpoint;
import org.apache.crail.storage.StorageFuture;

/**
 * What Crail takes for a datanode. It holds no socket and belongs to no node: Crail keeps endpoints and block infos for ever,
 * so only the block's id and gen are trusted and the tier finds out where the block is by now.
 *
 * <p>Crail moves position and limit of a buffer as soon as a call returns: the tier takes its duplicate before that.
 *
 * <p>Thread-safe.
 */
final class ElasticEndpoint implements StorageEndpoint {
    private final StoreClient client;
    private final boolean local;

    /** @param local shown in Crail's statistics */
    ElasticEndpoint(StoreClient client, boolean local) {
        this.client = client;
        this.local = local;
    }

    @Override
    public StorageFuture write(CrailBuffer buffer, BlockInfo block, long offset) {
        ByteBuffer bytes = buffer.getByteBuffer();
        if (VirtualBlocks.isVirtual(block.getLba())) {
            return ElasticStorageFuture.of(writeRecord(bytes, block, offset));
        }
        int epoch = block instanceof ElasticBlockInfo ours ? ours.writerEpoch() : 0;
        BlockOperation operation =
                BlockOperation.write(block.getLba(), epoch, Math.toIntExact(offset), bytes.remaining());
        return ElasticStorageFuture.of(client.perform(operation, held(block), bytes));
    }

    @Override
    public StorageFuture read(CrailBuffer buffer, BlockInfo block, long offset) {
        ByteBuffer bytes = buffer.getByteBuffer();
        if (VirtualBlocks.isVirtual(block.getLba())) {
            long container = VirtualBlocks.container(block.getLba());
            return ElasticStorageFuture.ofListing(client.readRecords(container, block.getAddr() + offset, bytes));
        }
        BlockOperation operation = BlockOperation.read(block.getLba(), Math.toIntExact(offset), bytes.remaining());
        return ElasticStorageFuture.of(client.perform(operation, held(block), bytes));
    }

    private Future<Integer> writeRecord(ByteBuffer bytes, BlockInfo block, long offset) {
        long container = VirtualBlocks.container(block.getLba());
        if (container == ElasticFileInfo.NOWHERE_FD) {
            return CompletableFuture.completedFuture(bytes.remaining());
        }
        return client.writeRecord(container, block.getAddr() + offset, bytes);
    }

    private static Optional<Location> held(BlockInfo block) {
        return block instanceof ElasticBlockInfo ours ? ours.location() : Optional.empty();
    }

    /** Nothing to do: connections belong to the store. */
    @Override
    public void close() {
        // the store closes them
    }

    @Override
    public boolean isLocal() {
        return local;
    }
}
