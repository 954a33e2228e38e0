// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.admin.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The program that runs on each host while a lab is tested: an ordinary one, that knows of no overlay. It tells whoever connects its
 * name and the addresses that it sees; asked to, it connects to another and compares. Confined to the main thread, but for one
 * thread that serves.
 */
public final class MatrixPeer {
    static final String SERVING = "serving";

    private static final int PORT = 7000;
    private static final int LIMIT_MILLIS = 20_000;

    private final PrintWriter out;

    private MatrixPeer(PrintWriter out) {
        this.out = out;
    }

    /**
     * Serves, and obeys, until the end of the input.
     *
     * @param in one order a line, {@code HOST TIMES}
     * @param out {@value #SERVING}, then one answer a line
     */
    public static void run(InputStream in, PrintWriter out) throws IOException {
        try (var listener = new ServerSocket(PORT, 64)) {
            var thread = new Thread(() -> serve(listener), "boxer-peer-serve");
            thread.setDaemon(true);
            thread.start();
            new MatrixPeer(out).obey(new BufferedReader(new InputStreamReader(in, UTF_8)));
        }
    }

    private static void serve(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept()) {
                connection.setSoTimeout(LIMIT_MILLIS);
                String line = "%s %s %s\n"
                        .formatted(
                                InetAddress.getLocalHost().getHostName(),
                                connection.getInetAddress().getHostAddress(),
                                connection.getLocalAddress().getHostAddress());
                connection.getOutputStream().write(line.getBytes(UTF_8));
                connection.getInputStream().read(); // the other end closes first
            } catch (IOException broken) {
                // the other end counts it
            }
        }
    }

    private void obey(BufferedReader orders) throws IOException {
        out.println(SERVING);
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ", -1);
            out.println(Json.mapper().writeValueAsString(connect(words[0], Integer.parseInt(words[1]))));
        }
    }

    private static MatrixAnswer connect(String host, int times) {
        int right = 0;
        int wrong = 0;
        List<Long> nanos = new ArrayList<>();
        Set<String> troubles = new TreeSet<>();
        for (int turn = 0; turn < times; turn++) {
            try {
                long startNanos = System.nanoTime();
                String trouble = connect(host);
                nanos.add(System.nanoTime() - startNanos);
                if (trouble.isEmpty()) {
                    right++;
                } else {
                    wrong++;
                    troubles.add(trouble);
                }
            } catch (IOException failed) {
                troubles.add(failed.toString());
            }
        }
        double median = nanos.isEmpty()
                ? 0
                : nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow() / 1e6;
        return new MatrixAnswer(host, times, right, wrong, median, List.copyOf(troubles));
    }

    /** What is wrong with the one who answers; empty: nothing. */
    private static String connect(String host) throws IOException {
        try (var socket = new Socket()) {
            InetAddress named = InetAddress.getByName(host);
            socket.connect(new InetSocketAddress(named, PORT), LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            String me = socket.getLocalAddress().getHostAddress();
            String other = socket.getInetAddress().getHostAddress();
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            boolean right = (host + " " + me + " " + other).equals(line);
            return right ? "" : "I am %s and connected to %s at %s; it said: %s".formatted(me, host, other, line);
        }
    }
}
