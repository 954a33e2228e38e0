// SPDX-License-Identifier: Apache-2.0
/** The daemon of an application: processes, readiness, published ports, admin API; and how others find it. */
@NullMarked
package io.boxer.compose.app;

import org.jspecify.annotations.NullMarked;
