// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ControlMessage;

/**
 * What the namenode wants done, in this order. Log before word (rule R10): the adapter lets no {@link Reply} and no
 * {@link Control} out before every {@link Append} in front of it is durable.
 */
public sealed interface NamenodeAction {
    record Append(LogRecord record) implements NamenodeAction {}

    record Reply(long connection, long requestId, ClientReply reply) implements NamenodeAction {}

    record Control(long connection, ControlMessage message) implements NamenodeAction {}

    record Close(long connection) implements NamenodeAction {}

    /** For operators: one line in the daemon's log and in the list of events. {@code node}: its name, or empty. */
    record Note(String kind, String node, String text) implements NamenodeAction {}
}
