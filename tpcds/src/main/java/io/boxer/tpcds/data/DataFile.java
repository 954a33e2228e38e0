// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

/**
 * A Parquet file of a table. Immutable.
 *
 * @param name path below the data set's directory
 * @param crc32c eight hexadecimal digits over the whole file
 */
public record DataFile(String name, long rows, long bytes, String crc32c) {}
