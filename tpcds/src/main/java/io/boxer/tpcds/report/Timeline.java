// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import java.util.List;

/**
 * What happened when, for the picture. Times are seconds on the axis of {@link RunReport}; they may be negative for what
 * was there before. Immutable.
 *
 * @param nodes in the order of their lanes
 * @param bytes stored in all, as sampled
 */
public record Timeline(double endSeconds, List<Lane> nodes, List<Mark> marks, List<Flow> flows, List<Sample> bytes) {
    public Timeline {
        nodes = List.copyOf(nodes);
        marks = List.copyOf(marks);
        flows = List.copyOf(flows);
        bytes = List.copyOf(bytes);
    }

    /** The same with another origin: what was at {@code zero} is at 0. */
    public Timeline from(double zero) {
        return new Timeline(
                endSeconds - zero,
                nodes.stream().map(lane -> lane.from(zero)).toList(),
                marks.stream()
                        .map(mark -> new Mark(mark.node(), mark.kind(), mark.atSeconds() - zero, mark.text()))
                        .toList(),
                flows.stream()
                        .map(flow -> new Flow(
                                flow.from(),
                                flow.to(),
                                flow.fromSeconds() - zero,
                                flow.toSeconds() - zero,
                                flow.bytes()))
                        .toList(),
                bytes.stream()
                        .map(sample -> new Sample(sample.atSeconds() - zero, sample.bytes()))
                        .toList());
    }

    public static Timeline empty() {
        return new Timeline(0, List.of(), List.of(), List.of(), List.of());
    }

    /** A node, with the states it went through. */
    public record Lane(String node, String pool, List<Span> states) {
        public Lane {
            states = List.copyOf(states);
        }

        private Lane from(double zero) {
            return new Lane(
                    node,
                    pool,
                    states.stream()
                            .map(span -> new Span(span.state(), span.fromSeconds() - zero, span.toSeconds() - zero))
                            .toList());
        }
    }

    /**
     * A time in one state.
     *
     * @param state as the namenode calls it: {@code ACTIVE}, {@code DRAINING}, …
     */
    public record Span(String state, double fromSeconds, double toSeconds) {}

    /**
     * Something that happened to a node.
     *
     * @param kind {@code notice}, {@code rebalance} or {@code kill}
     */
    public record Mark(String node, String kind, double atSeconds, String text) {}

    /** Bytes that moved from one node to another. */
    public record Flow(String from, String to, double fromSeconds, double toSeconds, long bytes) {}

    /** Bytes stored at one moment. */
    public record Sample(double atSeconds, long bytes) {}
}
