// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.state;

import io.boxer.common.process.ProcessId;

/**
 * A daemon of a cluster. Immutable.
 *
 * @param name the node's or the daemon's name, as in its log file
 * @param log absolute path of its log
 */
public record Member(String name, ProcessId process, String log) {}
