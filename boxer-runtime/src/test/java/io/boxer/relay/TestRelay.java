// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.boxer.overlay.Ticket;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real relay with a key of its own, and sockets to it, closed with it. Confined to the thread of the test. */
final class TestRelay implements AutoCloseable {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);
    private static final int PATIENCE_MILLIS = 30_000;

    private final ClusterKey key;
    private final RelayServer server;
    private final List<Socket> sockets = new ArrayList<>();

    /**
     * @param directory for the key
     * @param rate of each connection and direction, per second; 0: no limit
     */
    TestRelay(Path directory, int maxConnections, DataSize rate) {
        var keyFile = new KeyFile(directory.resolve("overlay.key"), true);
        key = keyFile.key();
        server = RelayServer.start(new RelaySettings(ANY, ANY, maxConnections, rate, Duration.ofMinutes(5)), keyFile);
    }

    ClusterKey key() {
        return key;
    }

    RelayServer.Status status() {
        return server.status();
    }

    static Ticket ticket(long session, Ticket.End end) {
        return new Ticket(session, end, System.currentTimeMillis() + Ticket.LIFE_MILLIS);
    }

    Socket dial(Ticket ticket, String first) throws IOException {
        return dial(ticket.sign(key), first);
    }

    /** A connection of which these are the first bytes. */
    Socket dial(byte[] ticket, String first) throws IOException {
        var socket = new Socket();
        socket.connect(server.listenAddress().toSocketAddress());
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(ticket);
        socket.getOutputStream().write(first.getBytes(US_ASCII));
        return socket;
    }

    static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), US_ASCII);
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        server.close();
    }
}
