// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.boxer.benchmarks;

import org.jspecify.annotations.NullMarked;
