// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.util.List;

/**
 * What a data set's directory holds, as {@code manifest.json} says it. Immutable.
 *
 * @param generator coordinates of the generator
 * @param writer coordinates of what wrote the Parquet files
 * @param scale as {@link ScaleFactor} prints it
 */
record Manifest(String generator, String writer, String scale, List<TableData> tables) {
    Manifest {
        tables = List.copyOf(tables);
    }
}
