// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.NoticeId;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.ledger.Ledger;
import io.boxer.spot.policy.Action;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the spot manager writes down: one log line and one event a decision, counters, and the ledger. Confined to the thread of the spot
 * manager, but for the event list and the ledger, which anyone may read.
 */
final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    private static final int REMEMBERED = 1024;

    private final EventLog events = new EventLog();
    private final Ledger ledger = new Ledger();
    private final MeterRegistry registry;
    private final AtomicInteger target = new AtomicInteger();
    private final Set<NodeId> withoutInstance = new HashSet<>();
    private final Map<NoticeId, Boolean> saidUnknown = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NoticeId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<NoticeId, Boolean> heard = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NoticeId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    Records(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("boxer.spot.target", target, AtomicInteger::get)
                .description("spot nodes wanted")
                .register(registry);
    }

    void target(int spotNodes) {
        target.set(spotNodes);
    }

    EventLog events() {
        return events;
    }

    Ledger ledger() {
        return ledger;
    }

    void duplicate() {
        registry.counter("boxer.spot.ignored", "cause", "DUPLICATE").increment();
    }

    /** A notice that is not settled; written down the first time it is heard. */
    void heard(PreemptionNotice notice, Instant now) {
        if (heard.put(notice.id(), true) == null) {
            String text = notice instanceof InterruptionNotice interruption
                    ? "interruption announced for " + interruption.deadline()
                    : "rebalance recommended";
            events.add(now, "notice", Optional.of(notice.node()), text);
            LOG.info("node={} notice={} {}", notice.node(), notice.id(), text);
        }
    }

    void decided(Action action, boolean dryRun, Instant now) {
        registry.counter("boxer.spot.decisions", "kind", Words.kind(action)).increment();
        if (action instanceof Action.Ignore ignore) {
            registry.counter("boxer.spot.ignored", "cause", ignore.cause().name())
                    .increment();
            if (saidUnknown.put(ignore.notice(), true) != null) {
                return;
            }
        }
        String dry = dryRun ? "dry run: " : "";
        LOG.info("{}{}", dry, Words.line(action));
        events.add(now, Words.kind(action), Words.node(action), dry + Words.line(action));
    }

    /** Somebody with the admin role changed how it works. */
    void ordered(String kind, String text, Instant now) {
        LOG.info("admin: {}", text);
        events.add(now, kind, Optional.empty(), text);
    }

    void failed(Action action, String why, Instant now) {
        registry.counter("boxer.spot.failures", "kind", Words.kind(action)).increment();
        events.add(now, "failed", Words.node(action), Words.line(action) + " failed: " + why);
    }

    /** Books what runs: instances from the provider's times, other nodes from when they were first and last seen. */
    void saw(ClusterView view, List<Instance> instances) {
        for (Instance instance : instances) {
            ledger.started(instance.id(), instance.pool(), instance.launched());
            instance.ended().ifPresent(at -> ledger.ended(instance.id(), at));
        }
        Set<NodeId> names = instances.stream().map(Instance::name).collect(Collectors.toSet());
        Set<NodeId> present = new HashSet<>();
        for (NodeView node : view.nodes()) {
            if (!names.contains(node.name()) && node.state() != NodeState.GONE) {
                ledger.started("node " + node.name(), node.pool(), view.at());
                present.add(node.name());
            }
        }
        withoutInstance.removeAll(present);
        withoutInstance.forEach(gone -> ledger.ended("node " + gone, view.at()));
        withoutInstance.clear();
        withoutInstance.addAll(present);
    }
}
