// SPDX-License-Identifier: Apache-2.0
/** Tests of keys and the handshake. */
@NullMarked
package io.boxer.common.security;

import org.jspecify.annotations.NullMarked;
