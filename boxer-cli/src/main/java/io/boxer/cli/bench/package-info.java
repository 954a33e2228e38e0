// SPDX-License-Identifier: Apache-2.0
/** The benchmarks. */
@NullMarked
package io.boxer.cli.bench;

import org.jspecify.annotations.NullMarked;
