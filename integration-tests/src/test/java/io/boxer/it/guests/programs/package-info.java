// SPDX-License-Identifier: Apache-2.0
/** Small programs that know nothing of Boxer; the tests run them as guests. */
@NullMarked
package io.boxer.it.guests.programs;

import org.jspecify.annotations.NullMarked;
