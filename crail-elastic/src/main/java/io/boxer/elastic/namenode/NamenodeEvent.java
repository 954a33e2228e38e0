// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.NodeMessage;
import java.util.OptionalLong;

/** What can happen to a namenode. {@code connection}: a number that the adapter gives out and never uses again. */
public sealed interface NamenodeEvent {
    /** A tier asked; it gets one {@link NamenodeAction.Reply} with the same numbers. */
    record ClientAsked(long connection, long requestId, ClientRequest request) implements NamenodeEvent {}

    record NodeSaid(long connection, NodeMessage message) implements NamenodeEvent {}

    record Disconnected(long connection) implements NamenodeEvent {}

    /** Time has passed; at least every 100 ms. */
    record Ticked() implements NamenodeEvent {}

    /**
     * The operator or the spot manager says that a node will go.
     *
     * @param kind {@code notice}, {@code rebalance}, {@code scale-in} or {@code sigterm}
     * @param deadlineMillis from now
     */
    record DrainAsked(String node, String id, String kind, OptionalLong deadlineMillis) implements NamenodeEvent {}

    record CordonAsked(String node, boolean on) implements NamenodeEvent {}

    /**
     * @param nanos monotonic
     * @param epochMillis wall clock, for what people and a restarted namenode read
     */
    record Now(long nanos, long epochMillis) {}
}
