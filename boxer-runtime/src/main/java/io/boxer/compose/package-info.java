// SPDX-License-Identifier: Apache-2.0
/** An application of services on one overlay: what a boxer.yaml says, as values. */
@NullMarked
package io.boxer.compose;

import org.jspecify.annotations.NullMarked;
