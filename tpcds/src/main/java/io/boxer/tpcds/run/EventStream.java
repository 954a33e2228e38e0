// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.tpcds.driver.DriverEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/**
 * Where the driver program, in its own process, tells what it does: a port of this machine that takes one connection.
 * Thread-safe: one thread of its own, {@code boxer-tpcds-events-1}, calls the consumer.
 */
final class EventStream implements AutoCloseable {
    private final ServerSocket server;
    private final Thread thread;

    EventStream(Consumer<DriverEvent> consumer) {
        try {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no port of loopback can be had", e);
        }
        thread = new Thread(() -> read(consumer), "boxer-tpcds-events-1");
        thread.setDaemon(true);
        thread.start();
    }

    /** For the driver's {@code --events}. */
    String place() {
        return "tcp:" + server.getLocalPort();
    }

    private void read(Consumer<DriverEvent> consumer) {
        try (Socket driver = server.accept();
                BufferedReader lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                consumer.accept(DriverEvent.parse(line));
            }
        } catch (IOException closed) {
            // the driver is gone, or we are: its exit code says whether that was right
        }
    }

    /** Waits until all that a driver which has ended had sent is read. */
    void drain() throws InterruptedException {
        thread.join(5_000);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
