// SPDX-License-Identifier: Apache-2.0
/** What every benchmark has: two things run in turn, medians and spreads, goals, the common form of results. */
@NullMarked
package io.boxer.benchmarks;

import org.jspecify.annotations.NullMarked;
