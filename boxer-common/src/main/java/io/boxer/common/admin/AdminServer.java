// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import com.sun.net.httpserver.HttpServer;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The admin API of a daemon: its routes, {@code /metrics} and {@code /healthz}. Two threads
 * {@code boxer-admin-<n>}; when the queue before them is full, the thread that accepts serves too, and accepts nothing meanwhile.
 *
 * <p>Thread-safe.
 */
public final class AdminServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUE = 256;

    static {
        // the JDK's server reads its limits from system properties, once, when it is first used; without them a
        // client that sends a byte a minute holds a thread for ever
        limit("sun.net.httpserver.clockTick", "1000");
        limit("sun.net.httpserver.maxReqTime", "5");
        limit("sun.net.httpserver.maxRspTime", "60");
        limit("sun.net.httpserver.maxReqHeaders", "64");
        limit("jdk.httpserver.maxConnections", "256");
    }

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
        return start(address, metrics, key, routes, InstantSource.system());
    }

    static AdminServer start(
            HostPort address, Metrics metrics, ClusterKey key, List<Route> routes, InstantSource clock) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/metrics", request -> new Text("text/plain; version=0.0.4", metrics.scrape())));
        all.add(Route.get("/healthz", request -> Map.of("status", "ok")));
        try {
            HttpServer server = HttpServer.create(address.toSocketAddress(), 64);
            ThreadPoolExecutor threads = threads();
            server.setExecutor(threads);
            server.createContext("/", new AdminHandler(new OriginRule(address), metrics, key, all, clock));
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
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                named("boxer-admin-"),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Where it serves, with the port that the kernel chose. */
    public HostPort address() {
        return HostPort.of(server.getAddress());
    }

    /** Ends at once, calls in flight too; harmless twice. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        metrics.close();
    }
}
