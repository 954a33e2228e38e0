// SPDX-License-Identifier: Apache-2.0
/**
 * How map outputs are packed: a container holds segments, one segment is one map output, and a location says where it is.
 * Layouts are drawn on {@link io.boxer.spark.container.SegmentIndex} and {@link io.boxer.spark.container.SegmentLocation}.
 */
@NullMarked
package io.boxer.spark.container;

import org.jspecify.annotations.NullMarked;
