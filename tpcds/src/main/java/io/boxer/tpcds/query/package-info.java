// SPDX-License-Identifier: Apache-2.0
/** The queries derived from TPC-DS: their names, texts, sets, order, and what DuckDB needs to be told differently. */
@NullMarked
package io.boxer.tpcds.query;

import org.jspecify.annotations.NullMarked;
