// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

/**
 * Bytes of a container that the store lost. Immutable.
 *
 * @param containerId the store's number of the container
 * @param offset in bytes from the container's start
 * @param length in bytes
 * @param cause which node went, and how, in the store's words
 */
public record LostBytes(long containerId, long offset, long length, String cause) {
    public boolean overlaps(long from, long size) {
        return offset < from + size && from < offset + length;
    }
}
