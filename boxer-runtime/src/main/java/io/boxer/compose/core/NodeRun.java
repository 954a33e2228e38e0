// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

/**
 * One start of a node. What is heard of an earlier start is of no interest any more.
 *
 * @param number from 1, over all nodes
 */
public record NodeRun(String node, long number) {}
