// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

/**
 * A node as it shall be. Immutable.
 *
 * @param replica from 1
 * @param program with its variables replaced
 */
public record NodeSpec(String name, String service, int replica, Program program, Conduct conduct) {}
