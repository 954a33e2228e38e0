// SPDX-License-Identifier: Apache-2.0
/** The map side: Spark's own writers and spills, their finished output appended to a leased container. */
@NullMarked
package io.boxer.spark.write;

import org.jspecify.annotations.NullMarked;
