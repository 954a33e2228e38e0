// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.HostPort;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.ClusterKey;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The datanode's admin API: {@code /v1/status}, {@code /healthz}, {@code /metrics}. It only looks; a node is drained through
 * the namenode, or by SIGTERM. Thread-safe: it reads what the loop has published last.
 */
final class DatanodeAdmin implements AutoCloseable {
    private final AdminServer server;

    private DatanodeAdmin(AdminServer server) {
        this.server = server;
    }

    static DatanodeAdmin start(
            HostPort address, ClusterKey key, Supplier<DatanodeStatus> status, NodeCounters counters) {
        Metrics metrics = new Metrics();
        MeterRegistry registry = metrics.registry();
        gauge(registry, "bytes.stored", status, DatanodeStatus::bytes);
        gauge(registry, "bytes.warm", status, DatanodeStatus::warmBytes);
        gauge(registry, "bytes.in.flight", status, DatanodeStatus::inFlightBytes);
        gauge(registry, "blocks", status, DatanodeStatus::blocks);
        gauge(registry, "memory.slots", status, DatanodeStatus::memorySlots);
        gauge(registry, "memory.slots.free", status, DatanodeStatus::freeMemorySlots);
        gauge(registry, "spill.slots", status, DatanodeStatus::spillSlots);
        gauge(registry, "spill.slots.free", status, DatanodeStatus::freeSpillSlots);
        gauge(registry, "connections", status, DatanodeStatus::connections);
        gauge(registry, "tombstones", status, DatanodeStatus::tombstones);
        gauge(registry, "session", status, each -> each.session() ? 1 : 0);
        gauge(registry, "lease.left.seconds", status, each -> each.leaseLeftMillis() / 1000.0);
        for (NodeCounters.Kind kind : NodeCounters.Kind.values()) {
            count(registry, word(kind).replace('_', '.'), "", counters.adder(kind));
        }
        counters.retries().forEach((reason, adder) -> count(registry, "refusals", word(reason), adder));
        counters.finals().forEach((reason, adder) -> count(registry, "refusals", word(reason), adder));
        return new DatanodeAdmin(
                AdminServer.start(address, metrics, key, List.of(Route.get("/v1/status", request -> status.get()))));
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            Supplier<DatanodeStatus> status,
            ToDoubleFunction<DatanodeStatus> value) {
        Gauge.builder("boxer.datanode." + name, status, from -> value.applyAsDouble(from.get()))
                .strongReference(true)
                .register(registry);
    }

    private static void count(MeterRegistry registry, String name, String reason, LongAdder adder) {
        FunctionCounter.Builder<LongAdder> counter =
                FunctionCounter.builder("boxer.datanode." + name, adder, LongAdder::sum);
        (reason.isEmpty() ? counter : counter.tag("reason", reason)).register(registry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    HostPort address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
