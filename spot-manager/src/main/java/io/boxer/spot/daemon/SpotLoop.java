// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.BoxerException;
import io.boxer.spot.NoticeId;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.Drainable;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.NodeProvider;
import io.boxer.spot.policy.Action;
import io.boxer.spot.policy.SpotCore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of the spot manager: look, decide, act, write down. While the store or the provider cannot be asked nothing is decided; it
 * says so once and goes on asking. Confined to the thread of the spot manager.
 */
final class SpotLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SpotLoop.class);

    private final SpotCore core;
    private final Drainable store;
    private final NodeProvider provider;
    private final Records records;
    private final InstantSource clock;
    private final boolean dryRun;
    private final Hands hands;
    private final FleetWatch watch;
    private final Consumer<List<Instance>> onInstances;
    private Set<String> saidDry = Set.of();
    private Optional<ClusterView> lastView = Optional.empty();
    private boolean blind;

    /** What the loop acts on. */
    record World(Drainable store, NodeProvider provider, InstantSource clock, boolean dryRun) {}

    /** A loop that has not turned yet; {@code onInstances} hears at each look what the provider has. */
    SpotLoop(SpotCore core, World world, Records records, Consumer<List<Instance>> onInstances) {
        this.core = core;
        this.store = world.store();
        this.provider = world.provider();
        this.clock = world.clock();
        this.dryRun = world.dryRun();
        this.records = records;
        this.hands = new Hands(store, provider);
        this.watch = new FleetWatch(clock.instant());
        this.onInstances = onInstances;
    }

    SpotCore core() {
        return core;
    }

    /** How the cluster was when it was last looked at. */
    Optional<ClusterView> lastView() {
        return lastView;
    }

    void onNotice(PreemptionNotice notice) {
        Instant now = clock.instant();
        if (core.isSettled(notice.id())) {
            records.duplicate();
            return;
        }
        boolean known = isHeld(notice.id());
        records.heard(notice, now);
        Optional<ClusterView> view = look();
        if (view.isEmpty()) {
            core.postpone(notice);
            return;
        }
        List<Action> actions = core.onNotice(notice, view.get(), now);
        act(
                known
                        ? actions.stream()
                                .filter(action -> !(action instanceof Action.Hold))
                                .toList()
                        : actions);
    }

    void onTick() {
        boolean first = lastView.isEmpty();
        Optional<ClusterView> view = look();
        if (view.isPresent()) {
            if (first) { // whoever runs already is wanted, until the capacity policy says otherwise
                core.target(
                        Math.max(core.fleet().target(), view.get().spotServing().size()));
            }
            records.target(core.fleet().target());
            act(dryRun ? unsaid(core.onTick(view.get(), clock.instant())) : core.onTick(view.get(), clock.instant()));
        }
    }

    private boolean isHeld(NoticeId id) {
        return core.held().stream().anyMatch(notice -> notice.id().equals(id));
    }

    private Optional<ClusterView> look() {
        try {
            ClusterView stored = store.view();
            List<Instance> instances = provider.list();
            onInstances.accept(instances);
            ClusterView view = watch.merge(stored, instances);
            records.saw(view, instances);
            lastView = Optional.of(view);
            sees(true, "");
            return lastView;
        } catch (BoxerException e) {
            sees(false, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void sees(boolean now, String why) {
        if (blind == now) {
            blind = !now;
            if (blind) {
                LOG.warn("store or provider cannot be asked, nothing is decided meanwhile: {}", why);
            } else {
                LOG.info("store and provider answer");
            }
        }
    }

    private void act(List<Action> actions) {
        for (Action action : actions) {
            records.decided(action, dryRun, clock.instant());
            if (!dryRun) {
                carryOut(action);
            }
        }
    }

    private void carryOut(Action action) {
        try {
            hands.carryOut(action);
        } catch (BoxerException e) {
            LOG.warn("{} failed, tried again: {}", Words.line(action), e.getMessage());
            records.failed(action, String.valueOf(e.getMessage()), clock.instant());
            core.onFailed(action, clock.instant());
        }
    }

    /** In a dry run nothing changes, so each turn decides the same: say it once. */
    private List<Action> unsaid(List<Action> actions) {
        Set<String> said = new HashSet<>();
        actions.forEach(action -> said.add(Words.line(action)));
        List<Action> fresh = actions.stream()
                .filter(action -> !saidDry.contains(Words.line(action)))
                .toList();
        saidDry = said;
        return fresh;
    }
}
