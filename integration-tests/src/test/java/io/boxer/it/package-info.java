// SPDX-License-Identifier: Apache-2.0
/** Tests that need every module, real processes or a real Spark. */
@NullMarked
package io.boxer.it;

import org.jspecify.annotations.NullMarked;
