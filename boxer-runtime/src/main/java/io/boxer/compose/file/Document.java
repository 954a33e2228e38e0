// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What was read, with the places of its parts.
 *
 * @param root shared: not to be changed
 */
record Document(JsonNode root, Places places) {}
