// SPDX-License-Identifier: Apache-2.0
/** What the shuffle asks of a store: append-only containers in directories, read by range. One sub-package of the module implements it on Crail. */
@NullMarked
package io.boxer.spark.store;

import org.jspecify.annotations.NullMarked;
