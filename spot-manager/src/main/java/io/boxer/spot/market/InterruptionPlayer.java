// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.NodeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plays a plan against a store: chooses, when a step is due, an active spot node that holds data, never an empty one, nor the last
 * active node, nor one that was struck and does not know it yet. Until the last query it strikes only while the store fills: what a
 * query left behind is deleted soon after its end, and a node would be empty by the time its notice is heard. Steps wait for such a
 * node; those that found none are missed and counted. No clock, no I/O. Confined to the thread that drives the run.
 */
public final class InterruptionPlayer {
    private static final Duration JUST = Duration.ofSeconds(1);

    private final InterruptionPlan plan;
    private final Random random;
    private final Map<Integer, Duration> open = new LinkedHashMap<>();
    private final List<Strike> struck = new ArrayList<>();
    private final List<Step> missed = new ArrayList<>();
    /** Struck, and not known to be leaving yet. */
    private final Set<NodeId> unaware = new HashSet<>();

    private int next;
    private long storedBytes;
    private Optional<Duration> lastLook = Optional.empty();
    private Duration lastGrowth = Duration.ZERO;

    public InterruptionPlayer(InterruptionPlan plan, long seed) {
        this.plan = plan;
        this.random = new Random(seed);
    }

    /**
     * What to do now; each strike is returned once.
     *
     * @param elapsed since the start of the run, never less than before
     */
    public List<Strike> onTick(Duration elapsed, ClusterView view, RunProgress progress) {
        openDue(elapsed, progress);
        noteGrowth(elapsed, view.storedBytes());
        unaware.retainAll(names(view.where(InterruptionPlayer::isActive)));
        List<NodeView> targets = new ArrayList<>(view.where(node ->
                node.pool().isSpot() && isActive(node) && node.storedBytes() > 0 && !unaware.contains(node.name())));
        List<Strike> strikes = new ArrayList<>();
        for (int number : List.copyOf(open.keySet())) {
            if (open.containsKey(number) && !waitsForPartner(number)) {
                place(number, elapsed, view.active() - unaware.size() - strikes.size(), targets, progress)
                        .forEach(strikes::add);
            }
        }
        struck.addAll(strikes);
        strikes.forEach(strike -> unaware.add(strike.node()));
        return strikes;
    }

    private static boolean isActive(NodeView node) {
        return node.state() == NodeState.ACTIVE;
    }

    private static Set<NodeId> names(List<NodeView> nodes) {
        return nodes.stream().map(NodeView::name).collect(Collectors.toSet());
    }

    /** The strike could not be carried out, its node being gone already: the step waits for another node. */
    public void onFailed(Strike strike) {
        if (struck.remove(strike)) {
            unaware.remove(strike.node());
            open.put(strike.step().number(), strike.at());
        }
    }

    public List<Strike> struck() {
        return List.copyOf(struck);
    }

    /** Steps that were due and found no node that held data. */
    public List<Step> missed() {
        return List.copyOf(missed);
    }

    /** Steps of the plan that have neither struck nor been missed; without meaning for a plan that repeats. */
    public int remaining() {
        return open.size() + Math.max(0, plan.steps().size() - next);
    }

    private void noteGrowth(Duration elapsed, long storedNow) {
        boolean lookedAway =
                lastLook.filter(look -> elapsed.minus(look).compareTo(JUST) > 0).isPresent();
        if (storedNow > storedBytes && !lookedAway) {
            lastGrowth = elapsed;
        }
        storedBytes = storedNow;
        lastLook = Optional.of(elapsed);
    }

    private void openDue(Duration elapsed, RunProgress progress) {
        for (Optional<Step> step = plan.step(next);
                step.isPresent() && step.get().isDue(elapsed, progress);
                step = plan.step(next)) {
            open.put(next++, elapsed);
        }
    }

    private List<Strike> place(int number, Duration elapsed, int active, List<NodeView> targets, RunProgress progress) {
        List<Step> steps = together(number);
        Duration waited = elapsed.minus(open.getOrDefault(number, elapsed));
        boolean choosy = waited.compareTo(steps.get(0).patience()) < 0 && !progress.isAtTheEnd();
        long least = choosy ? steps.get(0).wants().toBytes() : progress.isAtTheEnd() ? 1 : Step.SOMETHING.toBytes();
        List<NodeView> fit = fitting(targets, least);
        boolean ebbing = !progress.isAtTheEnd() && elapsed.minus(lastGrowth).compareTo(JUST) > 0;
        if (fit.size() < steps.size() || active <= steps.size() || ebbing) {
            giveUp(steps, waited);
            return List.of();
        }
        List<Strike> strikes = new ArrayList<>();
        for (Step step : steps) {
            NodeView node = fit.remove(choosy ? random.nextInt(fit.size()) : 0);
            targets.remove(node);
            open.remove(step.number());
            strikes.add(new Strike(step, node.name(), node.storedBytes(), elapsed));
        }
        return strikes;
    }

    /** The second of two that strike together waits until the first can strike too. */
    private boolean waitsForPartner(int number) {
        return open.containsKey(number - 1)
                && plan.step(number - 1).map(Step::withNext).orElse(false);
    }

    private List<Step> together(int number) {
        List<Step> steps = new ArrayList<>();
        for (int i = number; open.containsKey(i); i++) {
            Step step = plan.step(i).orElseThrow();
            steps.add(step);
            if (!step.withNext()) {
                break;
            }
        }
        return steps;
    }

    /** Those that hold enough, the fullest first. */
    private static List<NodeView> fitting(List<NodeView> targets, long leastBytes) {
        List<NodeView> fit = new ArrayList<>(targets);
        fit.removeIf(node -> node.storedBytes() < leastBytes);
        fit.sort(Comparator.comparingLong(NodeView::storedBytes).reversed());
        return fit;
    }

    private void giveUp(List<Step> steps, Duration waited) {
        for (Step step : steps) {
            if (waited.compareTo(step.givenUpAfter()) >= 0) {
                open.remove(step.number());
                missed.add(step);
            }
        }
    }
}
