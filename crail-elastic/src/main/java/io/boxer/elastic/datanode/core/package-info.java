// SPDX-License-Identifier: Apache-2.0
/**
 * The datanode's state machine, without I/O: messages and the time come in as values, actions and answers go out. No threads,
 * no clock, no sockets, no logging. Named as in docs/protocol.md, whose rules (R1 …) and tables it carries out; the order of all
 * it does depends on its inputs alone, so a simulator can replay it.
 */
@NullMarked
package io.boxer.elastic.datanode.core;

import org.jspecify.annotations.NullMarked;
