// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A namenode and two datanodes that do as they are told, and a client of them. */
abstract class StoreClientFixture {
    static final int BLOCK_SIZE = 256 * 1024;
    static final long BLOCK = (1L << 48) + 5;
    static final Duration DEADLINE = Duration.ofSeconds(5);

    final ClusterKey key = ClusterKey.random();
    final ClusterId cluster = ClusterId.random();
    final Random random = new Random(7);

    FakeResolver namenode;
    FakeDatanode first;
    FakeDatanode second;
    StoreClient client;

    @BeforeEach
    void start() throws IOException {
        namenode = new FakeResolver(key, cluster, BLOCK_SIZE);
        first = new FakeDatanode(key, cluster, BLOCK_SIZE, 11);
        second = new FakeDatanode(key, cluster, BLOCK_SIZE, 22);
        client = client(key, BLOCK_SIZE, DEADLINE);
        namenode.place(BLOCK, first.host(BLOCK, 1, 1));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        namenode.close();
        first.close();
        second.close();
    }

    StoreClient client(ClusterKey with, int blockSize, Duration deadline) {
        return new StoreClient(TierSettings.of(namenode.address(), blockSize).withDeadlines(deadline, deadline), with);
    }

    Future<Integer> write(int offset, ByteBuffer bytes) {
        return client.perform(BlockOperation.write(BLOCK, 1, offset, bytes.remaining()), at(first), bytes);
    }

    ByteBuffer read(int offset, int length) throws Exception {
        ByteBuffer target = ByteBuffer.allocateDirect(length);
        assertThat(client.perform(BlockOperation.read(BLOCK, offset, length), at(first), target)
                        .get())
                .isEqualTo(length);
        return target;
    }

    static Optional<Location> at(FakeDatanode node) {
        return Optional.of(new Location(node.ref(), 1));
    }

    ByteBuffer bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.allocateDirect(length).put(bytes).flip();
    }

    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
