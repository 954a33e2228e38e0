// SPDX-License-Identifier: Apache-2.0
/** A stock Spark as a standalone cluster of processes on loopback, from nothing but its jars. */
@NullMarked
package io.boxer.tpcds.spark;

import org.jspecify.annotations.NullMarked;
