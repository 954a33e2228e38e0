// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

/**
 * The longest waits of an interval, by operations that ended in it; they may have begun before it. 0 if there were none.
 *
 * @param readMillis from the first attempt of a read to its last byte or its error
 * @param writeMillis from the first attempt of a write to its acknowledgement or its error
 */
public record Stalls(long readMillis, long writeMillis) {}
