// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.Handshake;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.overlay.OverlayNetwork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand who may not come in, and one who may: reliability, row A2. */
@Timeout(300)
class CoordinatorDoorTest {
    private static final int TIMES = 2500;
    private static final Party SELF = new Party(Role.SUPERVISOR, new NodeId("stranger"), ClusterId.UNKNOWN, 0);
    private static final Party DATANODE = new Party(Role.DATANODE, new NodeId("stranger"), ClusterId.UNKNOWN, 0);
    private static final byte[] NOTHING = {};

    @TempDir
    private Path directory;

    private TestCoordinator coordinator;

    @BeforeEach
    void start() {
        coordinator = new TestCoordinator(directory, OverlayNetwork.DEFAULT);
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    @Test
    void aGuessAReplayAWrongRoleAndNoiseAllHearTheSameAndNobodyIsLetIn() throws IOException {
        Random random = new Random(3);
        byte[] recorded = goodProof();
        int greeting = handshake(SELF).opening().length;
        for (int i = 0; i < TIMES; i++) {
            byte[] guess = new byte[recorded.length];
            random.nextBytes(guess);
            assertThat(lastWordsTo(SELF, guess)).as("a guess, time %d", i).isEqualTo(Handshake.refusal());
            assertThat(lastWordsTo(SELF, recorded)).as("a replay, time %d", i).isEqualTo(Handshake.refusal());
            assertThat(lastWordsTo(DATANODE, NOTHING))
                    .as("a wrong role, time %d", i)
                    .isEqualTo(Handshake.refusal());
            byte[] noise = new byte[greeting + recorded.length];
            random.nextBytes(noise);
            assertThat(lastWords(noise)).as("noise, time %d", i).isEqualTo(Handshake.refusal());
        }
        assertThat(coordinator.status().nodes()).isEmpty();

        assertThat(accepted(handshake(SELF))).isTrue();
    }

    private Handshake handshake(Party self) {
        return Handshake.client(coordinator.key(), self, Role.COORDINATOR);
    }

    /** What the coordinator says last to one who proves himself with this; empty: with what his key gives. */
    private byte[] lastWordsTo(Party self, byte[] instead) throws IOException {
        try (Socket socket = connect()) {
            byte[] proof = proof(socket, handshake(self));
            socket.getOutputStream().write(instead.length == 0 ? proof : instead);
            return socket.getInputStream().readAllBytes();
        }
    }

    private boolean accepted(Handshake handshake) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(proof(socket, handshake));
            return handshake.receive(socket.getInputStream().readNBytes(handshake.awaits()))
                    instanceof Handshake.Accepted;
        }
    }

    private byte[] goodProof() throws IOException {
        try (Socket socket = connect()) {
            return proof(socket, handshake(SELF));
        }
    }

    /** Greets and hears the challenge; the answer to it. */
    private static byte[] proof(Socket socket, Handshake handshake) throws IOException {
        socket.getOutputStream().write(handshake.opening());
        byte[] challenge = socket.getInputStream().readNBytes(handshake.awaits());
        ByteBuffer reply = handshake.receive(challenge).reply();
        byte[] proof = new byte[reply.remaining()];
        reply.get(proof);
        return proof;
    }

    /** After a challenge that is not looked at. */
    private byte[] lastWords(byte[] noise) throws IOException {
        var all = new ByteArrayOutputStream();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(noise);
            socket.getInputStream().transferTo(all);
        } catch (SocketException reset) {
            // it hung up while we still talked
        }
        byte[] words = all.toByteArray();
        return Arrays.copyOfRange(words, Math.max(0, words.length - Handshake.refusal().length), words.length);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), coordinator.address().port());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
