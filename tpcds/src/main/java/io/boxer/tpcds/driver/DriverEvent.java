// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the driver program tells: one JSON object a line, whose field {@code e} names the kind. The order is session,
 * tables, then for each query query-start, progress…, query-end, then store if the shuffle is in one, and spark at the very
 * end; waits come at any time. Immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "e")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DriverEvent.Session.class, name = "session"),
    @JsonSubTypes.Type(value = DriverEvent.Tables.class, name = "tables"),
    @JsonSubTypes.Type(value = DriverEvent.QueryStart.class, name = "query-start"),
    @JsonSubTypes.Type(value = DriverEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = DriverEvent.QueryEnd.class, name = "query-end"),
    @JsonSubTypes.Type(value = DriverEvent.Waits.class, name = "waits"),
    @JsonSubTypes.Type(value = DriverEvent.Store.class, name = "store"),
    @JsonSubTypes.Type(value = DriverEvent.Spark.class, name = "spark")
})
public sealed interface DriverEvent {
    ObjectMapper JSON = new ObjectMapper();

    /** Spark's session is up; the seconds are part of a cold run. */
    record Session(String version, double seconds) implements DriverEvent {}

    /** The tables have names; nothing is read yet. */
    record Tables(int tables, double seconds) implements DriverEvent {}

    /** The query is given to Spark; it is number {@code index}, from 1, of {@code of}. */
    record QueryStart(String name, int index, int of) implements DriverEvent {}

    /** So many tasks of the query are done, of those that Spark knows of yet: the total grows. At most twice a second. */
    record Progress(String name, int done, int total) implements DriverEvent {}

    /**
     * The query is over.
     *
     * @param seconds until the last row was here; without verification
     * @param verified the rows are those of the reference
     * @param rule exact, set, double, ties, or "" if not verified
     * @param error what Spark or the verification says, or ""
     */
    record QueryEnd(String name, double seconds, int rows, boolean verified, String rule, String error)
            implements DriverEvent {}

    /**
     * How long an executor's reads and writes of the store waited at most, among those that ended in an interval. Only of
     * intervals with a wait of a millisecond or more. Times are milliseconds since 1970.
     */
    record Waits(long fromMillis, long toMillis, long longestReadMillis, long longestWriteMillis)
            implements DriverEvent {}

    /**
     * What the executors' store clients counted in the whole session.
     *
     * @param redirects answers "it has moved" that were followed
     * @param retries attempts that ended without an answer, or with "again"
     * @param waits pauses between attempts
     * @param failures reads and writes that ended in an error
     * @param complete every live executor told its last counts; else these are lower bounds
     */
    record Store(long redirects, long retries, long waits, long failures, boolean complete) implements DriverEvent {}

    /**
     * Totals of the session.
     *
     * @param tasks that succeeded
     * @param failedTasks that ended otherwise and were not killed
     * @param retriedStages attempts of stages that had run before
     * @param recomputedTasks map tasks that succeeded for a map output which had been there already
     * @param shuffleBytesRead by all tasks, failed attempts included
     */
    record Spark(
            String version,
            long tasks,
            long failedTasks,
            long retriedStages,
            long recomputedTasks,
            long shuffleBytesRead)
            implements DriverEvent {}

    /** One line without its end. */
    default String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers and strings is always JSON", e);
        }
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if the line is none of these events
     */
    static DriverEvent parse(String line) {
        try {
            return JSON.readValue(line, DriverEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an event of the TPC-DS driver: " + line, e);
        }
    }
}
