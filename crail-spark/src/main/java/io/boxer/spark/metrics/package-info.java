// SPDX-License-Identifier: Apache-2.0
/** What the executors' store clients count, on its way to the driver and to Spark's metrics system. */
@NullMarked
package io.boxer.spark.metrics;

import org.jspecify.annotations.NullMarked;
