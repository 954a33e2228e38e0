// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.util.List;

/**
 * Outputs of one container that are fetched together. Immutable.
 *
 * @param outputs at least one, by offset
 * @param estimatedBytes of all of them
 */
record FetchRequest(List<WantedOutput> outputs, long estimatedBytes) {}
