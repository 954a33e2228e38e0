// SPDX-License-Identifier: Apache-2.0
/** Tests of the handshake in a pipeline. */
@NullMarked
package io.boxer.common.netty;

import org.jspecify.annotations.NullMarked;
