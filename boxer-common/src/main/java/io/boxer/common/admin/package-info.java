// SPDX-License-Identifier: Apache-2.0
/** Admin API that every daemon has: HTTP with JSON on the JDK's server, metrics for Prometheus, and the client of both. */
@NullMarked
package io.boxer.common.admin;

import org.jspecify.annotations.NullMarked;
