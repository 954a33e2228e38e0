// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

/** A figure that was not measured, and why. */
public record Skipped(String name, String why) {}
