// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

/** One of the numbers that a trial brings. */
public record Column(String name, String unit, Goal goal) {}
