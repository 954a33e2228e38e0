// SPDX-License-Identifier: Apache-2.0
/** {@code boxer tpcds}: data, store, Spark, queries and interruptions, in one run that ends in a report. */
@NullMarked
package io.boxer.tpcds.run;

import org.jspecify.annotations.NullMarked;
