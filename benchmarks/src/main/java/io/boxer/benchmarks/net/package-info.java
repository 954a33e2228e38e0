// SPDX-License-Identifier: Apache-2.0
/** {@code boxer bench net}: programs as nodes of an overlay, and the same programs without us. */
@NullMarked
package io.boxer.benchmarks.net;

import org.jspecify.annotations.NullMarked;
