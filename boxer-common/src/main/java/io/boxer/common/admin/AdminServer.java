// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import com.sun.net.httpserver.HttpServer;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The admin API of a daemon: its routes, {@code /metrics} and {@code /healthz}. Two threads {@code boxer-admin-<n>}; calls beyond
 * a short queue are refused by the kernel's backlog.
 *
 * <p>Thread-safe.
 */
public final class AdminServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUE = 256;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Metrics metrics;

    private AdminServer(HttpServer server, ThreadPoolExecutor threads, Metrics metrics) {
        this.server = server;
        this.threads = threads;
        this.metrics = metrics;
    }

    /**
     * Binds and serves.
     *
     * @param address port 0: one of the kernel's choice
     * @param metrics taken: closed with the server
     * @throws BoxerException USER if the address cannot be bound
     */
    public static AdminServer start(HostPort address, Metrics metrics, ClusterKey key, List<Route> routes) {
        try {
            HttpServer server = HttpServer.create(address.toSocketAddress(), 64);
            ThreadPoolExecutor threads = threads();
            server.setExecutor(threads);
            server.createContext("/", new AdminHandler(address, metrics, key, routes));
            server.start();
            return new AdminServer(server, threads, metrics);
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "--admin=%s cannot be bound: %s; stop what has it, or choose another port (0: any)"
                            .formatted(address, cannot.getMessage()),
                    cannot);
        }
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory named = task -> {
            Thread thread = new Thread(task, "boxer-admin-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                named,
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    public HostPort address() {
        return HostPort.of(server.getAddress());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        metrics.close();
    }
}
