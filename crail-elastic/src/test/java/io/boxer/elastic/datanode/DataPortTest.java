// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.elastic.datanode.TestClient.text;
import static io.boxer.elastic.datanode.TestCluster.read;
import static io.boxer.elastic.datanode.TestCluster.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.BoxerException;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.NodeMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPortTest {
    private final TestCluster cluster;
    private final DatanodeServer node;

    DataPortTest(@TempDir Path directory) {
        cluster = new TestCluster(directory);
        node = cluster.start("node-1", Map.of("boxer.datanode.max-connections", "4"));
        cluster.create(node, 7, 1);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aFrameThatComesByteByByteIsUnderstood() {
        TestClient client = cluster.client(node);
        DataRequest.Write write = write(node, 7, 1, 0, "hello");
        ByteBuffer head = new Frame(1, write).head();

        while (head.hasRemaining()) {
            client.write(ByteBuffer.wrap(new byte[] {head.get()}));
        }
        client.write(write.body());

        assertThat(client.receive()).isEqualTo(new DataReply.Written());
    }

    @Test
    void aLengthBeyondTheLimitCutsTheConnectionOffAndNoOther() {
        TestClient good = cluster.client(node);
        TestClient bad = cluster.client(node);

        bad.write(ByteBuffer.allocate(4).putInt(0, Integer.MAX_VALUE));

        assertThat(bad.isCutOff()).isTrue();
        assertThat(good.ask(new DataRequest.Hello(1, 1))).isEqualTo(new DataReply.HelloOk());
    }

    @Test
    void nonsenseAndControlMessagesCutTheConnectionOff() {
        TestClient nonsense = cluster.client(node);
        nonsense.write(ByteBuffer.allocate(13).putInt(0, 9).put(4, (byte) 127));
        assertThat(nonsense.isCutOff()).isTrue();

        TestClient forger = cluster.client(node);
        forger.send(new NodeMessage.Dropped(TestCluster.ref(node), 7, 1));
        assertThat(forger.isCutOff()).isTrue();
        await().until(() -> node.status().blocks() == 1);
    }

    @Test
    void framesBehindOneThatCutsOffAreNotObeyed() {
        TestClient client = cluster.client(node);
        ByteBuffer both = ByteBuffer.allocate(4096);
        both.put(ByteBuffer.allocate(13).putInt(0, 9).put(4, (byte) 127));
        DataRequest.Write write = write(node, 7, 1, 0, "x");
        both.put(new Frame(2, write).head()).put(write.body());

        client.write(both.flip());

        assertThat(client.isCutOff()).isTrue();
        assertThat(node.counters().of(NodeCounters.Kind.WRITE)).isZero();
    }

    @Test
    void aWriteThatIsStuckInAnOldConnectionDoesNotLandOnTopOfItsRetry() {
        TestClient stuck = cluster.client(node);
        stuck.ask(new DataRequest.Hello(9, 1));
        DataRequest.Write old = write(node, 7, 1, 0, "old");
        stuck.write(new Frame(5, old).head());
        TestClient retry = cluster.client(node);

        assertThat(retry.ask(new DataRequest.Hello(9, 2))).isEqualTo(new DataReply.HelloOk());
        retry.ask(write(node, 7, 1, 0, "new"));

        assertThat(stuck.isCutOff()).isTrue();
        assertThat(text(retry.ask(read(node, 7, 1, 0, 3)))).isEqualTo("new");
        assertThat(node.counters().of(NodeCounters.Kind.CONNECTION_FENCED)).isEqualTo(1);
    }

    @Test
    void aHelloThatWasOvertakenIsNotAnswered() {
        cluster.client(node).ask(new DataRequest.Hello(9, 2));
        TestClient late = cluster.client(node);

        ByteBuffer both = ByteBuffer.allocate(4096);
        both.put(new Frame(1, new DataRequest.Hello(9, 1)).head());
        DataRequest.Write write = write(node, 7, 1, 0, "x");
        both.put(new Frame(2, write).head()).put(write.body());
        late.write(both.flip());

        assertThat(late.isCutOff()).isTrue();
        assertThat(node.counters().of(NodeCounters.Kind.WRITE)).isZero();
    }

    @Test
    void aStrangerIsNotServed() {
        assertThatThrownBy(() -> new TestClient(node.address(), ClusterKey.random()))
                .isInstanceOf(BoxerException.class);
        assertThatThrownBy(() -> new TestClient(node.address(), cluster.key, Role.ADMIN))
                .isInstanceOf(BoxerException.class);
    }

    @Test
    void thereAreNoMoreConnectionsThanAllowed() throws IOException {
        for (int i = 0; i < 4; i++) {
            cluster.client(node);
        }

        try (SocketChannel fifth = SocketChannel.open(node.address().toSocketAddress())) {
            assertThat(fifth.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(node.counters().of(NodeCounters.Kind.CONNECTION_REFUSED)).isEqualTo(1);
    }

    @Test
    void aReaderThatTakesNothingBindsLittleMemoryAndDoesNotHinderOthers() {
        String block = "0123456789abcdef".repeat(TestCluster.BLOCK / 16);
        TestClient writer = cluster.client(node);
        writer.ask(write(node, 7, 1, 0, block));
        TestClient slow = cluster.client(node);

        for (int i = 0; i < 1000; i++) {
            slow.send(read(node, 7, 1, 0, TestCluster.BLOCK));
        }

        await().until(() -> node.status().inFlightBytes() > 0);
        assertThat(text(writer.ask(read(node, 7, 1, 0, 16)))).isEqualTo("0123456789abcdef");
        assertThat(node.status().inFlightBytes()).isLessThanOrEqualTo(3 * (TestCluster.BLOCK + 100));

        for (int i = 0; i < 1000; i++) {
            assertThat(text(slow.receive())).isEqualTo(block);
        }
        await().until(() -> node.status().inFlightBytes() == 0);
    }

    @Test
    void aReaderThatLeavesGivesBackWhatWaitedForIt() {
        String block = "0123456789abcdef".repeat(TestCluster.BLOCK / 16);
        TestClient slow = cluster.client(node);
        slow.ask(write(node, 7, 1, 0, block));
        for (int i = 0; i < 200; i++) {
            slow.send(read(node, 7, 1, 0, TestCluster.BLOCK));
        }
        await().until(() -> node.status().inFlightBytes() > 0);

        slow.close();

        await().until(() -> node.status().inFlightBytes() == 0 && node.status().connections() == 0);
    }

    @Test
    void manyRequestsInOneSegmentAreAnsweredInOrder() {
        TestClient client = cluster.client(node);
        ByteBuffer all = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < 100; i++) {
            DataRequest.Write write = write(node, 7, 1, i, Character.toString('a' + i % 26));
            all.put(new Frame(i, write).head()).put(write.body());
        }

        client.write(all.flip());

        for (int i = 0; i < 100; i++) {
            assertThat(client.receive()).isEqualTo(new DataReply.Written());
        }
        assertThat(text(client.ask(read(node, 7, 1, 0, 26)))).isEqualTo("abcdefghijklmnopqrstuvwxyz");
    }
}
