// SPDX-License-Identifier: Apache-2.0
/** Holds what Spark computed against what DuckDB computed from the same files, by one rule for all queries. */
@NullMarked
package io.boxer.tpcds.verify;

import org.jspecify.annotations.NullMarked;
