// SPDX-License-Identifier: Apache-2.0
/** The handshake as handlers of a Netty pipeline. */
@NullMarked
package io.boxer.common.netty;

import org.jspecify.annotations.NullMarked;
