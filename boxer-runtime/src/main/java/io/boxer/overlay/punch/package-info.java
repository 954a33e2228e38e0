// SPDX-License-Identifier: Apache-2.0
/**
 * Connections between nodes of different hosts, none of which may accept any: both ends dial at the same time, so that each
 * one's packets look to its own NAT like answers. docs/net-shim.md follows one connection through.
 */
@NullMarked
package io.boxer.overlay.punch;

import org.jspecify.annotations.NullMarked;
