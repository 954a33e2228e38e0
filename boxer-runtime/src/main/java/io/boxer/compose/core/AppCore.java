// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import io.boxer.compose.Conduct.Condition;
import io.boxer.compose.NodeSpec;
import io.boxer.compose.Readiness;
import io.boxer.compose.core.AppAction.Kill;
import io.boxer.compose.core.AppAction.Note;
import io.boxer.compose.core.AppAction.Probe;
import io.boxer.compose.core.AppAction.Remove;
import io.boxer.compose.core.AppAction.Signal;
import io.boxer.compose.core.AppAction.Start;
import io.boxer.compose.core.AppEvent.Ended;
import io.boxer.compose.core.AppEvent.FoundReady;
import io.boxer.compose.core.AppEvent.FoundUnready;
import io.boxer.compose.core.AppEvent.Joined;
import io.boxer.compose.core.AppEvent.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides for an application: a node starts when the services that its own depends on are so far; is started again as its
 * policy says, after a pause that grows; ends when it is not wanted any more, after the nodes that depend on it and go
 * too. A node whose program changes ends and comes again; what else changes it takes up as it is.
 *
 * <p>Takes events and the time as values, returns what is to be done. Confined to one thread.
 */
public final class AppCore {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private List<AppAction> actions = new ArrayList<>();
    private long lastRun;

    /** Takes an event in, whatever it is; {@code nowNanos} never goes back. */
    public List<AppAction> handle(AppEvent event, long nowNanos) {
        actions = new ArrayList<>();
        if (event instanceof Wanted wanted) {
            wanted(wanted.nodes(), nowNanos);
        } else if (event instanceof Joined joined) {
            alive(joined.run()).ifPresent(node -> joined(node, joined.address(), nowNanos));
        } else if (event instanceof FoundReady found) {
            alive(found.run()).ifPresent(node -> ready(node, nowNanos));
        } else if (event instanceof FoundUnready found) {
            alive(found.run()).ifPresent(node -> unready(node, found.reason(), nowNanos));
        } else if (event instanceof Ended ended) {
            alive(ended.run()).ifPresent(node -> ended(node, ended.code(), nowNanos));
        }
        advance(nowNanos);
        return actions;
    }

    /** When {@link AppEvent.Ticked} is due, in milliseconds from now; empty: time alone changes nothing. */
    public OptionalLong tickInMillis(long nowNanos) {
        return nodes.values().stream()
                .map(node -> node.dueInMillis(nowNanos))
                .filter(OptionalInt::isPresent)
                .mapToLong(OptionalInt::getAsInt)
                .min();
    }

    /** In the order in which they were first wanted. */
    public List<NodeView> view(long nowNanos) {
        return nodes.values().stream().map(node -> node.view(nowNanos)).toList();
    }

    private Optional<Node> alive(NodeRun run) {
        return Optional.ofNullable(nodes.get(run.node())).filter(node -> node.isRun(run));
    }

    private void wanted(List<NodeSpec> wanted, long nowNanos) {
        Map<String, NodeSpec> byName = wanted.stream()
                .collect(Collectors.toMap(NodeSpec::name, Function.identity(), (one, two) -> two, LinkedHashMap::new));
        nodes.forEach((name, node) -> {
            if (!byName.containsKey(name)) {
                node.leaving = true;
                node.next = Optional.empty();
            }
        });
        byName.forEach((name, spec) -> {
            Node node = nodes.get(name);
            if (node == null) {
                nodes.put(name, new Node(spec, nowNanos));
            } else {
                change(node, spec, nowNanos);
            }
        });
    }

    /** What has failed is tried again whenever somebody says what is wanted. */
    private static void change(Node node, NodeSpec spec, long nowNanos) {
        boolean same = node.spec.program().equals(spec.program()) && !node.leaving && node.next.isEmpty();
        if (same && node.state() != NodeState.FAILED) {
            node.spec = spec;
        } else if (node.state().isAlive()) {
            node.leaving = false;
            node.next = Optional.of(spec);
        } else {
            node.replace(spec, nowNanos);
        }
    }

    private void joined(Node node, String address, long nowNanos) {
        node.address = Optional.of(address);
        node.firstJoinNanos = Math.min(node.firstJoinNanos, nowNanos);
        if (node.state() == NodeState.STARTING) {
            move(node, NodeState.RUNNING, nowNanos, address);
            node.due(node.spec.conduct().ready().isPresent() ? nowNanos : nowNanos + Node.SETTLING.toNanos());
        }
    }

    private void ready(Node node, long nowNanos) {
        node.probing = false;
        node.reason = "";
        if (node.state() == NodeState.RUNNING) {
            node.everReady = true;
            move(node, NodeState.READY, nowNanos, "");
        }
    }

    private static void unready(Node node, String reason, long nowNanos) {
        node.probing = false;
        node.reason = reason;
        if (node.state() == NodeState.RUNNING) {
            Duration every = node.spec.conduct().ready().map(Readiness::every).orElse(Node.SETTLING);
            node.due(nowNanos + every.toNanos());
        }
    }

    private void ended(Node node, int code, long nowNanos) {
        boolean ranWell = node.state() == NodeState.READY && node.age(nowNanos).compareTo(Pauses.WELL) >= 0;
        node.endsInARow = ranWell ? 0 : node.endsInARow;
        node.run = Optional.empty();
        node.address = Optional.empty();
        node.probing = false;
        node.exitCode = OptionalInt.of(code);
        if (node.leaving) {
            return; // advance() takes it away
        }
        if (node.next.isPresent()) {
            node.replace(node.next.get(), nowNanos);
        } else if (node.spec.conduct().restart().restarts(code)) {
            Duration pause = Pauses.after(node.endsInARow++);
            move(node, NodeState.PAUSING, nowNanos, "exit code " + code + ", again in " + pause.toMillis() + " ms");
            node.due(nowNanos + pause.toNanos());
        } else {
            move(node, code == 0 ? NodeState.ENDED : NodeState.FAILED, nowNanos, "exit code " + code);
        }
    }

    /** Does what has become possible or due. */
    private void advance(long nowNanos) {
        List<String> gone = nodes.values().stream()
                .filter(node -> node.leaving && node.run.isEmpty())
                .map(node -> node.spec.name())
                .toList();
        gone.forEach(name -> {
            nodes.remove(name);
            actions.add(new Remove(name));
        });
        nodes.values().forEach(node -> advance(node, nowNanos));
    }

    private void advance(Node node, long nowNanos) {
        switch (node.state()) {
            case WAITING -> {
                if (mayStart(node)) {
                    start(node, nowNanos);
                }
            }
            case PAUSING -> {
                if (node.isDue(nowNanos)) {
                    node.restarts++;
                    start(node, nowNanos);
                }
            }
            case STARTING, RUNNING, READY -> advanceAlive(node, nowNanos);
            case STOPPING -> {
                if (node.isDue(nowNanos)) {
                    node.due(nowNanos + node.spec.conduct().stop().grace().toNanos());
                    node.run.ifPresent(run -> actions.add(new Kill(run)));
                }
            }
            case ENDED, FAILED -> {}
        }
    }

    private void advanceAlive(Node node, long nowNanos) {
        if (node.next.isPresent() || (node.leaving && nobodyLeavingNeeds(node))) {
            stop(node, nowNanos);
        } else if (node.state() == NodeState.RUNNING && !node.probing && node.isDue(nowNanos)) {
            node.spec.conduct().ready().ifPresentOrElse(ready -> probe(node, ready), () -> ready(node, nowNanos));
        }
    }

    private void probe(Node node, Readiness ready) {
        node.probing = true;
        node.due(Long.MAX_VALUE);
        node.run.ifPresent(run -> actions.add(new Probe(run, node.spec, node.address.orElseThrow(), ready.probe())));
    }

    private void start(Node node, long nowNanos) {
        var run = new NodeRun(node.spec.name(), ++lastRun);
        node.run = Optional.of(run);
        move(node, NodeState.STARTING, nowNanos, "");
        actions.add(new Start(run, node.spec));
    }

    private void stop(Node node, long nowNanos) {
        var rule = node.spec.conduct().stop();
        move(node, NodeState.STOPPING, nowNanos, "");
        node.due(nowNanos + rule.grace().toNanos());
        node.run.ifPresent(run -> actions.add(new Signal(run, rule.signal())));
    }

    private boolean mayStart(Node node) {
        return node.spec.conduct().dependsOn().entrySet().stream()
                .allMatch(needed -> nodes.values().stream()
                        .filter(other -> other.spec.service().equals(needed.getKey()) && !other.leaving)
                        .allMatch(other -> isSoFar(other, needed.getValue())));
    }

    private static boolean isSoFar(Node node, Condition condition) {
        boolean started = node.state() == NodeState.RUNNING && condition == Condition.STARTED;
        return node.next.isEmpty() && (started || node.state().isSettled());
    }

    private boolean nobodyLeavingNeeds(Node node) {
        return nodes.values().stream()
                .filter(other -> other.leaving && other.run.isPresent())
                .noneMatch(other -> other.spec.conduct().dependsOn().containsKey(node.spec.service()));
    }

    private void move(Node node, NodeState to, long nowNanos, String why) {
        actions.add(new Note(
                "node=%s %s -> %s%s".formatted(node.spec.name(), node.state(), to, why.isEmpty() ? "" : ": " + why)));
        node.move(to, nowNanos);
    }
}
