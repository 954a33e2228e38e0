// SPDX-License-Identifier: Apache-2.0
/** TPC-DS on Spark: data, reference answers, verification, and the run that loses spot nodes on purpose. */
@NullMarked
package io.boxer.tpcds;

import org.jspecify.annotations.NullMarked;
