// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.BlockLocation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What the world knows of a file, seen from outside: which lines were issued, acknowledged, read. A line is written once, so
 * there is one content that it can have (docs/protocol.md, S1, S2, T11).
 */
final class SimFile {
    static final int LINES_IN_BLOCK = World.BLOCK_BYTES / Payload.LINE_BYTES;

    final String path;
    final int writer;
    long fd;
    long token;
    boolean created;
    boolean deleteInvoked;
    boolean deleted;
    int linesAllocated;
    long capacityAcked;
    int blocksTold;
    final List<BlockLocation> writersBlocks = new ArrayList<>();
    private final BitSet issued = new BitSet();
    private final BitSet certain = new BitSet();

    /** Its writer failed or went away: it is not continued. */
    boolean abandoned;

    SimFile(String path, int writer) {
        this.path = path;
        this.writer = writer;
    }

    boolean canGrow() {
        return created && !abandoned && !deleteInvoked;
    }

    boolean canBeRead() {
        return created && !deleteInvoked;
    }

    ByteBuffer issue(int first, int count) {
        issued.set(first, first + count);
        return Payload.lines(fd, first, count, writer);
    }

    void acknowledged(int first, int count) {
        certain.set(first, first + count);
    }

    int issuedLines() {
        return issued.length();
    }

    /** @return whether every line that holds a byte of [from, to) of the file must be found by a read that begins now */
    boolean isCertain(int from, int to) {
        int first = from / Payload.LINE_BYTES;
        int end = (to + Payload.LINE_BYTES - 1) / Payload.LINE_BYTES;
        return certain.nextClearBit(first) >= end;
    }

    /** A read of [from, from + bytes) of the file returned. */
    void read(int from, ByteBuffer bytes) {
        int first = from / Payload.LINE_BYTES;
        int last = (from + bytes.remaining() - 1) / Payload.LINE_BYTES;
        ByteBuffer expected = Payload.lines(fd, first, last - first + 1, writer);
        int skip = from - first * Payload.LINE_BYTES;
        for (int i = 0; i < bytes.remaining(); i++) {
            if (expected.get(skip + i) != bytes.get(bytes.position() + i)) {
                int line = (from + i) / Payload.LINE_BYTES;
                throw new Violation(
                        "S1",
                        "read of bytes %d to %d of %s (fd=%x): at line %d there is %s",
                        from,
                        from + bytes.remaining(),
                        path,
                        fd,
                        line,
                        Payload.describe(bytes, line * Payload.LINE_BYTES - from));
            }
        }
        Violation.unless(
                issued.nextClearBit(first) > last,
                "S1",
                "read of lines %d to %d of %s returned bytes that nobody has written: %s",
                first,
                last,
                path,
                issued);
        certain.set(first, last + 1);
    }

    @Override
    public String toString() {
        return "%s fd=%x".formatted(path, fd);
    }
}
