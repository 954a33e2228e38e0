// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.status.StoreStatus;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.tpcds.report.RunReport;
import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.Timeline;
import io.boxer.tpcds.report.Timeline.Flow;
import io.boxer.tpcds.report.Timeline.Lane;
import io.boxer.tpcds.report.Timeline.Mark;
import io.boxer.tpcds.report.Timeline.Sample;
import io.boxer.tpcds.report.Timeline.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts what the namenode says, look by look, together to what happened. Seconds are on the axis of the report. Confined
 * to the thread that watches the run.
 */
final class TimelineRecorder {
    private static final Set<String> PREEMPTIONS = Set.of("notice", "rebalance", "kill");

    private static final class NodeHistory {
        private final String pool;
        private final List<Span> spans = new ArrayList<>();
        private String state;
        private double since;

        private NodeHistory(String pool, String state, double since) {
            this.pool = pool;
            this.state = state;
            this.since = since;
        }

        private void move(String next, double at) {
            if (!next.equals(state)) {
                spans.add(new Span(state, since, at));
                state = next;
                since = at;
            }
        }

        private Lane lane(String name, double end) {
            List<Span> all = new ArrayList<>(spans);
            all.add(new Span(state, since, end));
            return new Lane(name, pool, all);
        }
    }

    private final Map<String, NodeHistory> nodes = new LinkedHashMap<>();
    private final Map<String, Double> firstSeen = new LinkedHashMap<>();
    private final Map<String, Drain> drains = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    /** A look at the store, later than the one before. */
    void onStatus(double atSeconds, StoreStatus status) {
        for (Node node : latest(status)) {
            nodes.computeIfAbsent(node.name(), name -> new NodeHistory(node.pool(), node.state(), atSeconds))
                    .move(node.state(), atSeconds);
        }
        nodes.forEach((name, history) -> {
            if (status.nodes().stream().noneMatch(node -> node.name().equals(name))) {
                history.move("GONE", atSeconds);
            }
        });
        for (Drain drain : status.drains()) {
            firstSeen.putIfAbsent(key(drain), atSeconds);
            drains.put(key(drain), drain);
        }
        samples.add(new Sample(atSeconds, status.bytesStored()));
    }

    /** A name may be taken again after its node is gone; the status lists the later one later. */
    private static Collection<Node> latest(StoreStatus status) {
        Map<String, Node> byName = new LinkedHashMap<>();
        status.nodes().forEach(node -> byName.put(node.name(), node));
        return byName.values();
    }

    /** Everything up to now. */
    Timeline timeline(double endSeconds) {
        List<Lane> lanes = new ArrayList<>();
        nodes.forEach((name, history) -> lanes.add(history.lane(name, endSeconds)));
        List<Mark> marks = new ArrayList<>();
        List<Flow> flows = new ArrayList<>();
        drains.forEach((key, drain) -> {
            double at = firstSeen.getOrDefault(key, 0.0);
            if (PREEMPTIONS.contains(drain.kind())) {
                marks.add(new Mark(drain.node(), drain.kind(), at, words(drain)));
            }
            drain.targets()
                    .forEach((target, bytes) ->
                            flows.add(new Flow(drain.node(), target, at, at + drain.drainSeconds(), bytes)));
        });
        return new Timeline(endSeconds, lanes, marks, flows, samples);
    }

    /**
     * Nodes that were told to go or were killed; scale-in and SIGTERM are nobody's loss and not among them. What their readers and
     * writers waited is not known here.
     *
     * @param zero where the axis of the answer begins
     */
    List<Preemption> preemptions(double zero) {
        return drains.entrySet().stream()
                .filter(entry -> PREEMPTIONS.contains(entry.getValue().kind()))
                .map(entry -> preemption(entry.getValue(), firstSeen.getOrDefault(entry.getKey(), 0.0) - zero))
                .toList();
    }

    private static Preemption preemption(Drain drain, double at) {
        return new Preemption(
                drain.node(),
                drain.kind(),
                at,
                drain.noticeSeconds(),
                drain.bytesAtNotice(),
                drain.blocksAtNotice(),
                drain.bytesMoved(),
                drain.bytesLost(),
                drain.blocksLost(),
                drain.drainSeconds(),
                RunReport.NOT_KNOWN,
                RunReport.NOT_KNOWN,
                drain.targets());
    }

    private static String words(Drain drain) {
        return switch (drain.kind()) {
            case "kill" -> "%s killed without notice".formatted(drain.node());
            case "rebalance" -> "%s: rebalance recommendation".formatted(drain.node());
            default -> "%s: notice, %.0f s".formatted(drain.node(), drain.noticeSeconds());
        };
    }

    private static String key(Drain drain) {
        return drain.node() + " " + drain.id();
    }
}
