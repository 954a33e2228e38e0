// SPDX-License-Identifier: Apache-2.0
/** Spark's shuffle in the elastic store. */
@NullMarked
package io.boxer.spark;

import org.jspecify.annotations.NullMarked;
