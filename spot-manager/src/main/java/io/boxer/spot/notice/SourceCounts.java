// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

/**
 * What a source went through since it started. Immutable.
 *
 * @param asked times it looked, or was told something
 * @param notices it said, repeated ones included
 * @param garbage answers that are no notice and should have been one
 * @param unreachable times nobody answered, or refused
 */
public record SourceCounts(long asked, long notices, long garbage, long unreachable) {
    public static final SourceCounts NONE = new SourceCounts(0, 0, 0, 0);

    public SourceCounts plus(SourceCounts other) {
        return new SourceCounts(
                asked + other.asked, notices + other.notices, garbage + other.garbage, unreachable + other.unreachable);
    }
}
