// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.NodeId;
import io.boxer.common.NodeRef;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private static final Duration IDLE = Duration.ofMillis(200);

    private final ClusterKey key = ClusterKey.random();
    private final HandshakeOpener opener = new HandshakeOpener(key, new NodeId("client-1"), 4096);
    private final ConnectionPool pool = new ConnectionPool(opener.toDatanode(), IDLE);

    private FakeDatanode datanode;

    @BeforeEach
    void start() throws IOException {
        datanode = new FakeDatanode(key, ClusterId.random(), 4096, 1);
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
        datanode.close();
    }

    @Test
    void theLaneUsedLastIsUsedNext() throws IOException {
        Lane cold = connected(pool.lease(datanode.ref()));
        Lane warm = connected(pool.lease(datanode.ref()));
        pool.release(cold);
        pool.release(warm);

        assertThat(pool.lease(datanode.ref())).isSameAs(warm);
    }

    @Test
    void aLaneThatFailedDoesNotComeBack() throws IOException {
        Lane lane = connected(pool.lease(datanode.ref()));
        lane.disconnect();
        pool.release(lane);

        assertThat(pool.idleLanes()).isZero();
    }

    @Test
    void anotherIncarnationAtTheSameAddressIsAnotherNode() throws IOException {
        pool.release(connected(pool.lease(datanode.ref())));

        Lane other = pool.lease(new NodeRef(datanode.address(), 2));

        assertThat(other.isOpen()).isFalse();
    }

    @Test
    void idleLanesAreClosed() throws IOException {
        Lane first = connected(pool.lease(datanode.ref()));
        Lane second = connected(pool.lease(datanode.ref()));
        pool.release(first);
        pool.release(second);

        await().untilAsserted(() -> {
            pool.release(connected(pool.lease(datanode.ref())));
            assertThat(pool.idleLanes()).isEqualTo(1);
        });
        assertThat(first.isOpen()).isFalse();
    }

    @Test
    void aConnectionThatThePeerClosedWhileItRestedIsNotHandedOut() throws IOException {
        Lane lane = connected(pool.lease(datanode.ref()));
        pool.release(lane);
        datanode.kill();
        await().until(() -> lane.idleNanos(System.nanoTime()) > TimeUnit.MILLISECONDS.toNanos(110));

        assertThat(pool.lease(datanode.ref()).isOpen()).isFalse();
    }

    @Test
    void aClosedPoolClosesWhatComesBack() throws IOException {
        Lane lane = connected(pool.lease(datanode.ref()));
        pool.close();
        pool.release(lane);

        assertThat(lane.isOpen()).isFalse();
        assertThatThrownBy(() -> pool.lease(datanode.ref())).hasMessage("the store is closed");
    }

    private static Lane connected(Lane lane) throws IOException {
        long second = TimeUnit.SECONDS.toNanos(1);
        lane.connect(System.nanoTime() + 5 * second, second);
        return lane;
    }
}
