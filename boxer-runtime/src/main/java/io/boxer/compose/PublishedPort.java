// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

/**
 * A port of this machine's 127.0.0.1 that leads to the nodes of a service. Immutable.
 *
 * @param hostPort 0: any that is free
 * @param nodePort 1 to 65535
 */
public record PublishedPort(int hostPort, int nodePort) {}
