// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * The written ranges of a block (rule R7): disjoint, sorted, neighbours joined. What is in no range does not exist.
 * Immutable; nearly always of one range, since files are appended to.
 */
public final class Ranges {
    public static final Ranges EMPTY = new Ranges(List.of());

    private final List<Range> ranges;

    /** Bytes {@code from} (included) to {@code to} (excluded) of a block. */
    public record Range(int from, int to) {
        public Range {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("range [%d, %d) is empty or negative".formatted(from, to));
            }
        }

        public int length() {
            return to - from;
        }
    }

    private Ranges(List<Range> ranges) {
        this.ranges = ranges;
    }

    public static Ranges of(int from, int to) {
        return EMPTY.plus(from, to);
    }

    /** @throws MalformedFrameException if one of them is empty or negative */
    static Ranges read(WireInput in) {
        List<Range> list = in.getList(each -> {
            int from = each.getInt();
            int to = each.getInt();
            if (from < 0 || to <= from) {
                throw new MalformedFrameException("range [%d, %d) is empty or negative".formatted(from, to));
            }
            return new Range(from, to);
        });
        Ranges ranges = EMPTY;
        for (Range range : list) {
            ranges = ranges.plus(range.from(), range.to());
        }
        return ranges;
    }

    void write(WireOutput out) {
        out.putList(ranges, (each, range) -> {
            each.putInt(range.from());
            each.putInt(range.to());
        });
    }

    public List<Range> asList() {
        return ranges;
    }

    public Ranges plus(int from, int to) {
        List<Range> joined = new ArrayList<>(ranges.size() + 1);
        int low = from;
        int high = to;
        int at = 0;
        for (Range range : ranges) {
            if (range.to() < low) {
                joined.add(range);
                at = joined.size();
            } else if (range.from() > high) {
                joined.add(range);
            } else {
                low = Math.min(low, range.from());
                high = Math.max(high, range.to());
            }
        }
        joined.add(at, new Range(low, high));
        return new Ranges(List.copyOf(joined));
    }

    /** @return whether every byte of [from, to) was written; an empty request always was */
    public boolean covers(int from, int to) {
        return from >= to || ranges.stream().anyMatch(range -> range.from() <= from && to <= range.to());
    }

    /** @return the number of bytes written */
    public long bytes() {
        return ranges.stream().mapToLong(Range::length).sum();
    }

    /** @return the end of the last range; 0 if nothing was written */
    public int end() {
        return ranges.isEmpty() ? 0 : ranges.get(ranges.size() - 1).to();
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranges that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
