// SPDX-License-Identifier: Apache-2.0
/** The driver's part: losses unregistered in one batch, shuffles removed, the application's lease kept alive. */
@NullMarked
package io.boxer.spark.driver;

import org.jspecify.annotations.NullMarked;
