// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.HostPort;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A server of a release to come: its greeting has the layout of every version, and another number in it. */
final class FakeOfAnotherVersion implements AutoCloseable {
    private static final int GREETING_BYTES = 128;
    private static final int PROOF_BYTES = 32;
    private static final int VERSION_AT = 4;
    private static final short VERSION = 77;

    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    FakeOfAnotherVersion() throws IOException {
        Thread thread = new Thread(this::greet);
        thread.setDaemon(true);
        thread.start();
    }

    HostPort address() {
        return new HostPort("127.0.0.1", listener.getLocalPort());
    }

    private void greet() {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] hello = in.readNBytes(GREETING_BYTES);
            ByteBuffer challenge =
                    ByteBuffer.allocate(GREETING_BYTES + PROOF_BYTES).put(hello).putShort(VERSION_AT, VERSION);
            socket.getOutputStream().write(challenge.array());
            in.readAllBytes();
        } catch (IOException over) {
            // the client has left, as it should
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
