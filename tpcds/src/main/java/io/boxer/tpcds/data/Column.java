// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

/**
 * A column of a table; every column may be NULL. Immutable.
 *
 * @param type int, date, string or decimal(p,s): words that both Spark and DuckDB understand
 */
public record Column(String name, String type) {}
