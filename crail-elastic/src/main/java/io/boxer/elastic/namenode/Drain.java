// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What became of the data of one node that had to go, or that went without a word. Confined to the core. */
final class Drain {
    enum State {
        RUNNING,
        /** Nothing is left on the node. */
        DONE,
        /** The node went first. */
        OVERTAKEN
    }

    private final String id;
    private final NodeRef node;
    private final String nodeName;
    private final String kind;
    private final OptionalLong deadlineNanos;
    private final long beganNanos;
    private final long bytesAtNotice;
    private final int blocksAtNotice;
    private final Map<String, Long> targets = new LinkedHashMap<>();

    private State state = State.RUNNING;
    private long endedNanos;
    private long bytesMoved;
    private int blocksMoved;
    private long bytesLost;
    private int blocksLost;
    private boolean warned;

    Drain(String id, Node node, String kind, OptionalLong deadlineNanos, long beganNanos, int blocks) {
        this.id = id;
        this.node = node.ref();
        this.nodeName = node.name();
        this.kind = kind;
        this.deadlineNanos = deadlineNanos;
        this.beganNanos = beganNanos;
        this.bytesAtNotice = node.bytes();
        this.blocksAtNotice = blocks;
    }

    void moved(String target, int bytes) {
        targets.merge(target, (long) bytes, Long::sum);
        bytesMoved += bytes;
        blocksMoved++;
    }

    void lost(int bytes) {
        bytesLost += bytes;
        blocksLost++;
    }

    void end(State how, long nowNanos) {
        if (state == State.RUNNING) {
            state = how;
            endedNanos = nowNanos;
        }
    }

    /** @return true the first time only */
    boolean warnOnce() {
        boolean first = !warned;
        warned = true;
        return first;
    }

    /** @return whether the node is taken at the deadline, and not only wanted back by then */
    boolean isHard() {
        return deadlineNanos.isPresent() && (kind.equals("notice") || kind.equals("sigterm"));
    }

    String id() {
        return id;
    }

    NodeRef node() {
        return node;
    }

    String nodeName() {
        return nodeName;
    }

    String kind() {
        return kind;
    }

    OptionalLong deadlineNanos() {
        return deadlineNanos;
    }

    long beganNanos() {
        return beganNanos;
    }

    State state() {
        return state;
    }

    double seconds(long nowNanos) {
        return ((state == State.RUNNING ? nowNanos : endedNanos) - beganNanos) / 1e9;
    }

    /** @return whole notice, 0 if there was none */
    double noticeSeconds() {
        return deadlineNanos.isPresent() ? (deadlineNanos.getAsLong() - beganNanos) / 1e9 : 0;
    }

    long bytesAtNotice() {
        return bytesAtNotice;
    }

    int blocksAtNotice() {
        return blocksAtNotice;
    }

    long bytesMoved() {
        return bytesMoved;
    }

    int blocksMoved() {
        return blocksMoved;
    }

    long bytesLost() {
        return bytesLost;
    }

    int blocksLost() {
        return blocksLost;
    }

    Map<String, Long> targets() {
        return targets;
    }
}
