// SPDX-License-Identifier: Apache-2.0
/** Tests of what every module shares. */
@NullMarked
package io.boxer.common;

import org.jspecify.annotations.NullMarked;
