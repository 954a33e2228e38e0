// SPDX-License-Identifier: Apache-2.0
/** Applications of services: boxer up and its companions, run by the launcher as a user runs them. */
@NullMarked
package io.boxer.it.app;

import org.jspecify.annotations.NullMarked;
