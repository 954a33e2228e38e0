// SPDX-License-Identifier: Apache-2.0
/** Frames of the store on Netty channels; for the daemons only, the tier does without Netty. */
@NullMarked
package io.boxer.elastic.netty;

import org.jspecify.annotations.NullMarked;
