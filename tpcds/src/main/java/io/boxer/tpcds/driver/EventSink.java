// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where events go, apart from Spark's log: a file, or a port of this machine. Thread-safe. */
final class EventSink implements AutoCloseable {
    private static final String FILE = "file:";
    private static final String TCP = "tcp:";

    private final Writer writer;

    private EventSink(Writer writer) {
        this.writer = writer;
    }

    /**
     * Opens {@code file:PATH}, which is written anew, or {@code tcp:PORT}, on which somebody must listen.
     *
     * @throws IllegalArgumentException if the place has neither form
     */
    static EventSink open(String place) throws IOException {
        if (place.startsWith(FILE)) {
            return new EventSink(Files.newBufferedWriter(Path.of(place.substring(FILE.length()))));
        }
        if (place.startsWith(TCP)) {
            int port = Integer.parseInt(place.substring(TCP.length()));
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            return new EventSink(
                    new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)));
        }
        throw new IllegalArgumentException("events=" + place + " is neither file:PATH nor tcp:PORT");
    }

    /** @throws UncheckedIOException if whoever listened is gone: then nobody wants the rest */
    synchronized void emit(DriverEvent event) {
        try {
            writer.write(event.toJson());
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("nobody takes the events any more", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
