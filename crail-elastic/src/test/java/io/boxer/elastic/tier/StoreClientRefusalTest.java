// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.elastic.rpc.ClientRequest;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tier against those it must not talk to. */
class StoreClientRefusalTest extends StoreClientFixture {
    @Test
    void anotherBlockSizeIsRefusedAtOnceAndNamed() {
        client.close();
        client = client(key, 2 * BLOCK_SIZE, DEADLINE);

        assertRefused("blockSize=512KiB here is not blockSize=256KiB of the other side");
    }

    @Test
    void anotherKeyIsRefusedAtOnce() {
        client.close();
        client = client(ClusterKey.random(), BLOCK_SIZE, DEADLINE);

        assertRefused("another key");
    }

    @Test
    void anotherProtocolVersionIsRefusedAtOnceAndNamed() throws Exception {
        try (FakeOfAnotherVersion other = new FakeOfAnotherVersion()) {
            client.close();
            client = new StoreClient(TierSettings.of(other.address(), BLOCK_SIZE), key);

            assertRefused("protocolVersion=77 of the other side");
        }
    }

    @Test
    void somethingElseAtTheNamenodesAddressEndsAtTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            client.close();
            client = new StoreClient(
                    TierSettings.of(new HostPort("127.0.0.1", silent.getLocalPort()), BLOCK_SIZE)
                            .withDeadlines(Duration.ofSeconds(2), Duration.ofSeconds(2)),
                    key);

            assertThatThrownBy(() -> client.ask(answers -> answers.to(new ClientRequest.Ping()))
                            .get())
                    .cause()
                    .isInstanceOf(OperationTimeoutException.class);
        }
    }

    @Test
    void anImpostorAtADatanodesAddressIsNotBelieved() throws Exception {
        write(0, bytes(10)).get();
        try (FakeDatanode impostor = new FakeDatanode(key, ClusterId.random(), BLOCK_SIZE, 33)) {
            Location wrong = impostor.host(BLOCK, 3, 1);
            client.ask(answers -> answers.to(new ClientRequest.Ping())).get();

            ByteBuffer target = ByteBuffer.allocateDirect(10);
            client.perform(BlockOperation.read(BLOCK, 0, 10), Optional.of(wrong), target)
                    .get();

            assertThat(impostor.connections()).isZero();
        }
    }

    private void assertRefused(String why) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> client.ask(answers -> answers.to(new ClientRequest.Ping()))
                        .get())
                .cause()
                .isInstanceOf(PeerRefusedException.class)
                .hasMessageContaining(why);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
}
