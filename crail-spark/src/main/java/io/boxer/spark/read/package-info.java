// SPDX-License-Identifier: Apache-2.0
/**
 * The reduce side: wanted ranges grouped by container, fetched ahead in bounded memory, handed out when whole, and then
 * deserialised, aggregated and sorted as Spark does.
 */
@NullMarked
package io.boxer.spark.read;

import org.jspecify.annotations.NullMarked;
