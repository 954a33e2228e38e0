// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

/**
 * Names one map output of the application. Immutable.
 *
 * @param shuffleId Spark's number of the shuffle
 * @param mapId the task attempt that wrote it, unique in the application
 */
public record OutputId(int shuffleId, long mapId) {
    @Override
    public String toString() {
        return "shuffle " + shuffleId + " map " + mapId;
    }
}
