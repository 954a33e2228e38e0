// SPDX-License-Identifier: Apache-2.0
/** Containers as files of the elastic store: the only package of this module that imports Crail. */
@NullMarked
package io.boxer.spark.crail;

import org.jspecify.annotations.NullMarked;
