// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminException;
import io.boxer.spot.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All instances of the market: launches them, announces, kills at the deadline, ends them. Thread-safe. */
final class MarketFloor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarketFloor.class);

    private final MarketSettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "boxer-market-1"));
    private final Map<String, MarketInstance> instances = new LinkedHashMap<>();
    private int named;
    private boolean closed;

    private MarketFloor(MarketSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    static MarketFloor open(MarketSettings settings, InstantSource clock) {
        try {
            Files.createDirectories(settings.logs());
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message(
                            "boxer.market.logs=%s cannot be made a directory; name another", settings.logs()),
                    e);
        }
        return new MarketFloor(settings, clock);
    }

    /** Starts an instance; without a name it gets the next free of {@code spot-1}, {@code spot-2} and so on. */
    synchronized MarketInstance launch(Optional<NodeId> wanted, Pool pool) {
        if (closed) {
            throw BoxerException.capacity("the market is closing; start it anew");
        }
        long running = instances.values().stream().filter(MarketInstance::runs).count();
        if (running >= settings.mostInstances()) {
            throw BoxerException.capacity(
                    "%d instances run, boxer.market.max-instances=%d; end one or raise it",
                    running, settings.mostInstances());
        }
        NodeId name = wanted.map(this::refuseIfUsed).orElseGet(this::freeName);
        MarketInstance instance = start(new MarketInstance.Origin(newId(), name, pool, clock.instant()));
        instances.put(instance.id(), instance);
        return instance;
    }

    private MarketInstance start(MarketInstance.Origin origin) {
        ImdsEndpoint imds = openImds(origin);
        try {
            Lines lines = new Lines();
            Path log = settings.logs().resolve(origin.name() + ".log");
            InstanceProcess process =
                    InstanceProcess.start(origin.name().value(), command(origin, imds), log, lines::accept);
            MarketInstance instance = new MarketInstance(origin, imds, process);
            lines.deliverTo(instance);
            var unused = process.exit().thenAccept(code -> instance.onExit(code, clock.instant()));
            return instance;
        } catch (BoxerException e) {
            imds.close();
            throw e;
        }
    }

    private ImdsEndpoint openImds(MarketInstance.Origin origin) {
        try {
            return ImdsEndpoint.start(origin.id(), origin.pool(), clock);
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.CAPACITY, "no port for the metadata endpoint of " + origin.name() + "; free some", e);
        }
    }

    private List<String> command(MarketInstance.Origin origin, ImdsEndpoint imds) {
        return settings.command().stream()
                .map(word -> word.replace("{name}", origin.name().value())
                        .replace("{pool}", origin.pool().text())
                        .replace("{instance}", origin.id())
                        .replace("{imds}", imds.uri().toString())
                        .replace(
                                "{market-pid}",
                                Long.toString(ProcessHandle.current().pid())))
                .toList();
    }

    private NodeId refuseIfUsed(NodeId name) {
        if (instances.values().stream()
                .anyMatch(other -> other.runs() && other.name().equals(name))) {
            throw AdminException.conflict("name=%s is an instance that runs; choose another", name);
        }
        return name;
    }

    /** Never one that was used before: the store must not take the new node for the old. */
    private NodeId freeName() {
        NodeId name;
        do {
            name = new NodeId("spot-" + ++named);
        } while (used(name));
        return name;
    }

    private boolean used(NodeId name) {
        return instances.values().stream().anyMatch(other -> other.name().equals(name));
    }

    private String newId() {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return "i-" + HexFormat.of().formatHex(bytes).substring(1);
    }

    synchronized List<MarketInstance> all() {
        return List.copyOf(instances.values());
    }

    /** By id, or by the name of an instance that runs. */
    synchronized Optional<MarketInstance> find(String idOrName) {
        return Optional.ofNullable(instances.get(idOrName))
                .or(() -> instances.values().stream()
                        .filter(instance ->
                                instance.runs() && instance.name().value().equals(idOrName))
                        .findFirst());
    }

    /** Announces the end in at least {@code notice}: EC2 says whole seconds, so the time is rounded up to one. */
    void interrupt(MarketInstance instance, Duration notice) {
        Instant asked = clock.instant().plus(notice);
        Instant second = asked.truncatedTo(ChronoUnit.SECONDS);
        Instant at = second.equals(asked) ? second : second.plusSeconds(1);
        if (instance.interrupt(at)) {
            later(() -> instance.kill("interrupted"), Duration.between(clock.instant(), at));
        }
    }

    void rebalance(MarketInstance instance) {
        instance.rebalance(clock.instant());
    }

    /** SIGTERM, after the grace SIGKILL; an instance that has ended is left as it is. */
    void terminate(MarketInstance instance) {
        if (instance.terminate()) {
            later(() -> instance.kill("terminated, killed after the grace"), settings.grace());
        }
    }

    private void later(Runnable task, Duration pause) {
        try {
            var unused = timer.schedule(task, Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the market is closing and kills all that runs");
        }
    }

    /** SIGTERM to all, after the short grace SIGKILL; returns when all have ended. */
    @Override
    public void close() {
        List<MarketInstance> running = stop();
        running.forEach(MarketInstance::terminate);
        Instant end = clock.instant().plus(settings.closeGrace());
        for (MarketInstance instance : running) {
            await(instance, Duration.between(clock.instant(), end));
        }
        running.forEach(instance -> instance.kill("the market ended"));
        running.forEach(instance -> await(instance, Duration.ofSeconds(5)));
        timer.shutdownNow();
    }

    private synchronized List<MarketInstance> stop() {
        closed = true;
        return instances.values().stream().filter(MarketInstance::runs).toList();
    }

    private static void await(MarketInstance instance, Duration limit) {
        try {
            if (!instance.process().awaitExit(limit.isNegative() ? Duration.ZERO : limit)) {
                LOG.debug("name={} runs still", instance.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps the lines that a process prints before its instance is made. */
    private static final class Lines {
        private final List<String> early = new ArrayList<>();
        private Optional<MarketInstance> instance = Optional.empty();

        synchronized void accept(String line) {
            instance.ifPresentOrElse(known -> known.onLine(line), () -> early.add(line));
        }

        synchronized void deliverTo(MarketInstance known) {
            instance = Optional.of(known);
            early.forEach(known::onLine);
        }
    }
}
