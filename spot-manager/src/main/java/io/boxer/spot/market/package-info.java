// SPDX-License-Identifier: Apache-2.0
/** The local stand-in for EC2's spot market, and the plans and traces by which it takes nodes away again. */
@NullMarked
package io.boxer.spot.market;

import org.jspecify.annotations.NullMarked;
