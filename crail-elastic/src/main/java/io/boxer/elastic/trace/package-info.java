// SPDX-License-Identifier: Apache-2.0
/** Traces of real runs (docs/protocol.md, section 9): the model's actions as JSON lines, to be checked after a run. */
@NullMarked
package io.boxer.elastic.trace;

import org.jspecify.annotations.NullMarked;
