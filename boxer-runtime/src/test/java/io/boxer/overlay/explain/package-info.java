// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.boxer.overlay.explain;

import org.jspecify.annotations.NullMarked;
