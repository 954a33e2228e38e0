// SPDX-License-Identifier: Apache-2.0
/** Reads boxer.yaml: YAML with places, the JSON Schema, the rules that a schema cannot say. */
@NullMarked
package io.boxer.compose.file;

import org.jspecify.annotations.NullMarked;
