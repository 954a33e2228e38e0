// SPDX-License-Identifier: Apache-2.0
/** The admin API that every daemon has: HTTP and JSON, metrics, health; its server and its client. */
@NullMarked
package io.boxer.common.admin;

import org.jspecify.annotations.NullMarked;
