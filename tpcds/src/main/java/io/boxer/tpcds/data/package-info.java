// SPDX-License-Identifier: Apache-2.0
/** Data derived from TPC-DS: generated once by the Java port of its generator, kept as Parquet in a checked cache. */
@NullMarked
package io.boxer.tpcds.data;

import org.jspecify.annotations.NullMarked;
