// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.ErrorCode;
import io.boxer.common.NodeId;
import io.boxer.common.security.Handshake.Accepted;
import io.boxer.common.security.Handshake.Next;
import io.boxer.common.security.Handshake.Refused;
import io.boxer.common.security.Handshake.Step;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final ClusterId CLUSTER = new ClusterId(7, 8);
    private static final byte[] NONCE = new byte[Greeting.NONCE_BYTES];
    private static final Party NAMENODE = new Party(Role.NAMENODE, new NodeId("namenode"), CLUSTER, 1 << 20);
    private static final Party DATANODE = new Party(Role.DATANODE, new NodeId("spot-1"), CLUSTER, 1 << 20);
    private static final Party NEWCOMER = new Party(Role.CLIENT, new NodeId("app-1"), ClusterId.UNKNOWN, 0);
    private static final Set<Role> EVERYBODY = EnumSet.allOf(Role.class);

    /** What both sides made of it, and the last bytes that the server sent. */
    private record Outcome(Step client, Step server, ByteBuffer lastFromServer) {}

    @Test
    void bothLearnWhoTheOtherIs() {
        var outcome = run(client(KEY, DATANODE, Role.NAMENODE), server(KEY, NAMENODE, EVERYBODY));

        assertThat(outcome.client())
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.peer()).isEqualTo(NAMENODE));
        assertThat(outcome.server())
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.peer()).isEqualTo(DATANODE));
    }

    @Test
    void aNewcomerLearnsTheClusterAndTheBlockSize() {
        var outcome = run(client(KEY, NEWCOMER, Role.NAMENODE), server(KEY, NAMENODE, EVERYBODY));

        assertThat(outcome.client()).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.peer().clusterId()).isEqualTo(CLUSTER);
            assertThat(accepted.peer().blockSizeBytes()).isEqualTo(1 << 20);
        });
        assertThat(outcome.server()).isInstanceOf(Accepted.class);
    }

    @Test
    void anotherKeyIsRefused() {
        assertRefused(
                run(client(ClusterKey.random(), DATANODE, Role.NAMENODE), server(KEY, NAMENODE, EVERYBODY)),
                "the server's proof is wrong: it has another key; give both the same --key-file",
                "the client refused this server, as it does if its key or settings differ; see its log");
    }

    @Test
    void aClientThatIgnoresTheServersProofIsRefusedToo() {
        var server = server(KEY, NAMENODE, EVERYBODY);
        var hello = Greeting.of(DATANODE, NONCE).bytes();
        var challenge = bytes(server.receive(hello));

        var step = server.receive(ClusterKey.random().mac(Role.DATANODE, Proof.CLIENT, hello, challenge));

        assertServerRefuses(
                step, "the client's proof is wrong: another key, or a replay; give both the same --key-file");
    }

    @Test
    void aClientThatClaimsTheRoleOfAnotherKeyIsRefused() {
        var server = server(KEY, NAMENODE, EVERYBODY);
        var hello = Greeting.of(DATANODE, NONCE).bytes();
        var challenge = bytes(server.receive(hello));

        // it can prove that it is a client, and says that it is a datanode
        var step = server.receive(KEY.mac(Role.CLIENT, Proof.CLIENT, hello, challenge));

        assertServerRefuses(
                step, "the client's proof is wrong: another key, or a replay; give both the same --key-file");
    }

    @Test
    void aRoleThatIsNotAdmittedIsRefused() {
        assertRefused(
                run(client(KEY, NEWCOMER, Role.NAMENODE), server(KEY, NAMENODE, EnumSet.of(Role.DATANODE))),
                "the server refused this client; its log says why",
                "a client may not connect to this port of a namenode; check the address");
    }

    @Test
    void aServerOfAnotherRoleIsRefused() {
        assertRefused(
                run(client(KEY, NEWCOMER, Role.NAMENODE), server(KEY, DATANODE, EVERYBODY)),
                "the server is a datanode, not a namenode; check the address",
                "the client refused this server, as it does if its key or settings differ; see its log");
    }

    @Test
    void anotherClusterIsRefused() {
        var stale = new Party(Role.DATANODE, new NodeId("spot-1"), new ClusterId(7, 9), 1 << 20);

        assertRefused(
                run(client(KEY, stale, Role.NAMENODE), server(KEY, NAMENODE, EVERYBODY)),
                "clusterId=00000000000000070000000000000008 of the other side is not 00000000000000070000000000000009,"
                        + " ours; it belongs to another cluster: check the address",
                "clusterId=00000000000000070000000000000009 of the other side is not 00000000000000070000000000000008,"
                        + " ours; it belongs to another cluster: check the address");
    }

    @Test
    void anotherBlockSizeIsRefused() {
        var client = new Party(Role.CLIENT, new NodeId("app-1"), ClusterId.UNKNOWN, 2 << 20);

        assertRefused(
                run(client(KEY, client, Role.NAMENODE), server(KEY, NAMENODE, EVERYBODY)),
                "blockSize=2MiB here is not blockSize=1MiB of the other side; give both the same block size",
                "blockSize=1MiB here is not blockSize=2MiB of the other side; give both the same block size");
    }

    @Test
    void anotherProtocolVersionIsRefused() {
        var hello = Greeting.of(DATANODE, NONCE, (short) 2);

        var outcome = run(
                new ClientHandshake(KEY, DATANODE, Role.NAMENODE, hello, () -> ChannelBinding.NONE),
                server(KEY, NAMENODE, EVERYBODY));

        assertServerRefuses(
                outcome.server(),
                "protocolVersion=2 of the other side is not 1, ours; use the same release of Boxer on both");
        assertThat(outcome.lastFromServer()).isEqualTo(ByteBuffer.wrap(Handshake.refusal()));
    }

    @Test
    void anotherProtocolIsRefused() {
        var server = server(KEY, NAMENODE, EVERYBODY);
        server.receive(("GET / HTTP/1.1\r\n" + " ".repeat(112)).getBytes(US_ASCII));

        assertServerRefuses(
                server.receive(new byte[Proof.LENGTH_BYTES]),
                "the other side does not speak Boxer's protocol; check the address");
    }

    @Test
    void aRecordedConversationIsRefusedWhenItIsReplayed() {
        var first = server(KEY, NAMENODE, EVERYBODY);
        var client = client(KEY, DATANODE, Role.NAMENODE);
        var hello = client.opening();
        var proof = bytes(client.receive(bytes(first.receive(hello))));
        assertThat(first.receive(proof)).isInstanceOf(Accepted.class);

        var second = server(KEY, NAMENODE, EVERYBODY);
        second.receive(hello);

        assertServerRefuses(
                second.receive(proof),
                "the client's proof is wrong: another key, or a replay; give both the same --key-file");
    }

    @Test
    void aRecordedServerDoesNotConvinceAClient() {
        var challenge = bytes(server(KEY, NAMENODE, EVERYBODY)
                .receive(client(KEY, DATANODE, Role.NAMENODE).opening()));

        var step = client(KEY, DATANODE, Role.NAMENODE).receive(challenge);

        assertThat(step)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo(
                                        "the server's proof is wrong: it has another key; give both the same --key-file"));
    }

    @Test
    void aProofSentBackToItsSenderIsRefused() {
        var client = client(KEY, DATANODE, Role.NAMENODE);
        var proof = bytes(client.receive(bytes(server(KEY, NAMENODE, EVERYBODY).receive(client.opening()))));

        assertThat(client.receive(proof))
                .isEqualTo(new Refused(
                        ByteBuffer.allocate(0),
                        ErrorCode.PEER,
                        "the server's last message is neither yes nor no; try again"));
    }

    @Test
    void everyBitThatChangesOnTheWayIsNoticed() {
        for (var bit = 0; bit < Greeting.LENGTH_BYTES * 8; bit++) {
            var server = server(KEY, NAMENODE, EVERYBODY);
            var client = client(KEY, DATANODE, Role.NAMENODE);
            var hello = client.opening();
            hello[bit / 8] ^= (byte) (1 << bit % 8);

            var answer = client.receive(bytes(server.receive(hello)));

            assertThat(answer).as("bit %d of HELLO", bit).isInstanceOf(Refused.class);
            assertThat(server.receive(bytes(answer))).isInstanceOf(Refused.class);
        }
        for (var bit = 0; bit < (Greeting.LENGTH_BYTES + Proof.LENGTH_BYTES) * 8; bit++) {
            var client = client(KEY, DATANODE, Role.NAMENODE);
            var challenge = bytes(server(KEY, NAMENODE, EVERYBODY).receive(client.opening()));
            challenge[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(client.receive(challenge)).as("bit %d of CHALLENGE", bit).isInstanceOf(Refused.class);
        }
    }

    @Test
    void ofTenThousandRandomHandshakesNoneIsAccepted() {
        var random = new Random(42);
        for (var n = 0; n < 10_000; n++) {
            var server = server(KEY, NAMENODE, EVERYBODY);
            var hello = random.nextBoolean() ? Greeting.of(DATANODE, NONCE).bytes() : randomBytes(random, 128);
            server.receive(hello);

            var step = server.receive(randomBytes(random, Proof.LENGTH_BYTES));

            assertThat(step).isInstanceOf(Refused.class);
            assertThat(step.reply()).isEqualTo(ByteBuffer.wrap(Handshake.refusal()));
        }
    }

    @Test
    void aMessageOfAnotherLengthIsTheCallersMistake() {
        for (var length = 0; length < Greeting.LENGTH_BYTES; length++) {
            var message = new byte[length];

            assertThatThrownBy(() -> server(KEY, NAMENODE, EVERYBODY).receive(message))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("message.length=%d is not awaits=128", length);
        }
    }

    @Test
    void aHandshakeThatIsAbandonedSendsTheSameTextAsEveryRefusal() {
        var refused = server(KEY, NAMENODE, EVERYBODY).abandon("no complete handshake within 5s");

        assertThat(refused)
                .isEqualTo(new Refused(
                        ByteBuffer.wrap(Handshake.refusal()), ErrorCode.PEER, "no complete handshake within 5s"));
        assertThat(Handshake.refusal()).hasSize(Proof.LENGTH_BYTES);
    }

    private static Handshake client(ClusterKey key, Party self, Role server) {
        return Handshake.client(key, self, server);
    }

    private static Handshake server(ClusterKey key, Party self, Set<Role> admitted) {
        return Handshake.server(key, self, admitted);
    }

    private static Outcome run(Handshake client, Handshake server) {
        var toClient = bytes(server.receive(client.opening()));
        var answer = client.receive(toClient);
        var decision = server.receive(bytes(answer));
        var end = answer instanceof Next ? client.receive(bytes(decision)) : answer;
        return new Outcome(end, decision, decision.reply());
    }

    private static void assertRefused(Outcome outcome, String byClient, String byServer) {
        assertThat(outcome.client()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(byClient);
            assertThat(refused.code()).isEqualTo(ErrorCode.USER);
        });
        assertServerRefuses(outcome.server(), byServer);
    }

    private static void assertServerRefuses(Step step, String reason) {
        assertThat(step).isEqualTo(new Refused(ByteBuffer.wrap(Handshake.refusal()), ErrorCode.USER, reason));
    }

    private static byte[] bytes(Step step) {
        var bytes = new byte[step.reply().remaining()];
        step.reply().duplicate().get(bytes);
        return bytes;
    }

    private static byte[] randomBytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
