// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of a table that is generated in one go, so that only this much text is on the disk at a time. Immutable.
 *
 * @param table has a child table or none; the child's rows come out of the same pass
 * @param number from 1
 */
record Chunk(Table table, int number, int of) {
    /** Below this row count the generator puts all rows into the first chunk, whatever number of chunks is asked for. */
    private static final long SMALLEST_SPLIT_ROWS = 1_000_000;

    private static final long ROWS = 3_000_000;
    /** A sale is a dozen rows or so, of two tables. */
    private static final long SALES = 250_000;

    static List<Chunk> allOf(Table table, ScaleFactor scale) {
        long rows = session(scale).getScaling().getRowCount(table);
        int of = rows < SMALLEST_SPLIT_ROWS ? 1 : 1 + (int) (rows / (table.hasChild() ? SALES : ROWS));
        return split(table, of);
    }

    static List<Chunk> split(Table table, int of) {
        return IntStream.rangeClosed(1, of)
                .mapToObj(number -> new Chunk(table, number, of))
                .toList();
    }

    /** Without a table: a session that is told one leaves out the child. */
    Session sessionFor(ScaleFactor scale) {
        return session(scale).withParallelism(of).withChunkNumber(number);
    }

    /** About how many output rows there will be: good for progress and order of work, not for checks. */
    long weight(ScaleFactor scale) {
        return session(scale).getScaling().getRowCount(table) * (table.hasChild() ? 12 : 1) / of;
    }

    private static Session session(ScaleFactor scale) {
        return Session.getDefaultSession().withScale(scale.toDouble());
    }
}
