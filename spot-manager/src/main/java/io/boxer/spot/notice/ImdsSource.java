// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import io.boxer.common.NodeId;
import io.boxer.spot.PreemptionNotice;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the instance metadata service of one node. The pauses are drawn, so that a thousand pollers do not ask in step, and short once a
 * rebalance recommendation was seen. While the service is down it goes on asking and says so once. Thread-safe.
 */
public final class ImdsSource implements NoticeSource {
    private static final Logger LOG = LoggerFactory.getLogger(ImdsSource.class);
    private static final int NEWS = 3;

    private final NodeId node;
    private final URI base;
    private final ImdsSettings settings;
    private final ImdsClient client;
    private final ScheduledExecutorService timer;
    private final RandomGenerator jitter;
    private final Outlet outlet = new Outlet();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean garbled = new AtomicBoolean();
    private volatile boolean hinted;

    /** What all sources of one spot manager share. */
    public record Shared(
            HttpClient http,
            ScheduledExecutorService timer,
            InstantSource clock,
            RandomGenerator jitter,
            ImdsSettings settings) {}

    /**
     * A source that does not poll yet.
     *
     * @param base where the node's metadata is, for example {@code http://169.254.169.254}
     */
    public ImdsSource(NodeId node, URI base, Shared shared) {
        this.node = node;
        this.base = base;
        this.settings = shared.settings();
        this.client = new ImdsClient(shared.http(), base, settings, shared.clock());
        this.timer = shared.timer();
        this.jitter = shared.jitter();
    }

    @Override
    public void start(Consumer<PreemptionNotice> sink) {
        outlet.open(sink);
        schedule(Duration.ofMillis(jitter.nextLong(settings.shortest().toMillis() + 1)));
    }

    @Override
    public SourceCounts counts() {
        return outlet.counts();
    }

    @Override
    public void close() {
        outlet.close();
    }

    private void schedule(Duration pause) {
        if (outlet.isClosed()) {
            return;
        }
        try {
            var unused = timer.schedule(this::poll, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("node={} polling ends with the timer", node);
        }
    }

    private void poll() {
        if (outlet.isClosed()) {
            return;
        }
        outlet.asked();
        var unused = ask(ImdsAnswers.INSTANCE_ACTION, body -> ImdsAnswers.interruption(node, body))
                .thenCompose(done -> ask(ImdsAnswers.REBALANCE, body -> {
                    Optional<? extends PreemptionNotice> notice = ImdsAnswers.rebalance(node, body);
                    hinted |= notice.isPresent();
                    return notice;
                }))
                .whenComplete((done, failure) -> {
                    noteReachable(failure);
                    schedule(pause());
                });
    }

    private CompletableFuture<Void> ask(String path, Function<String, Optional<? extends PreemptionNotice>> parser) {
        return client.get(path)
                .thenAccept(body -> body.ifPresent(text -> {
                    Optional<? extends PreemptionNotice> notice = parser.apply(text);
                    notice.ifPresent(outlet::say);
                    if (notice.isEmpty()) {
                        noteGarbage(path);
                    }
                }));
    }

    private void noteGarbage(String path) {
        outlet.garbage();
        if (garbled.compareAndSet(false, true)) {
            LOG.warn("node={} metadata={} path={} answer is no notice, ignored; said once", node, base, path);
        }
    }

    /** One failure is no news: the instance may just have ended, and this source be about to be closed. */
    private void noteReachable(@Nullable Throwable failure) {
        if (failure == null) {
            if (failures.getAndSet(0) >= NEWS) {
                LOG.info("node={} metadata={} answers again", node, base);
            }
            return;
        }
        outlet.unreachable();
        if (failures.incrementAndGet() == NEWS && !outlet.isClosed()) {
            LOG.warn("node={} metadata={} does not answer, polling goes on: {}", node, base, rootMessage(failure));
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
    }

    private Duration pause() {
        if (hinted) {
            return settings.fast();
        }
        long spread = settings.longest().minus(settings.shortest()).toMillis();
        return settings.shortest().plusMillis(jitter.nextLong(spread + 1));
    }
}
