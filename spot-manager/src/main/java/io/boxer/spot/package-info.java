// SPDX-License-Identifier: Apache-2.0
/** Preemption notices as values, and the spot manager that joins detecting them, deciding on them and acting. */
@NullMarked
package io.boxer.spot;

import org.jspecify.annotations.NullMarked;
