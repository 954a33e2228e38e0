// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.files;

/**
 * A file or a directory of the store. Immutable.
 *
 * @param bytes of the file, or of all files that were counted
 * @param files how many were counted; 1 for a file
 */
public record StoreEntry(String path, boolean directory, long bytes, long files) {}
