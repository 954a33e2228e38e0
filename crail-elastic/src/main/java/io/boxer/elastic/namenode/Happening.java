// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

/**
 * One line of {@code GET /v1/events}.
 *
 * @param n counts from 1
 * @param atMillis wall clock
 * @param kind for instance {@code joined}, {@code drain-begun}, {@code drained}, {@code dead}
 * @param node its name, or empty
 */
public record Happening(long n, long atMillis, String kind, String node, String text) {}
