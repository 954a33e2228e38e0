// SPDX-License-Identifier: Apache-2.0
/** Applications of services on one overlay: up, ps, logs, exec, scale, top, down. */
@NullMarked
package io.boxer.cli.app;

import org.jspecify.annotations.NullMarked;
