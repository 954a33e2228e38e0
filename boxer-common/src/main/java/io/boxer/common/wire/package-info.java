// SPDX-License-Identifier: Apache-2.0
/** Fields of binary messages, read and written: what all protocols of ours between processes are made of. */
@NullMarked
package io.boxer.common.wire;

import org.jspecify.annotations.NullMarked;
