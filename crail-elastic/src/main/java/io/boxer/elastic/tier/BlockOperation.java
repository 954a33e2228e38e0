// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

/**
 * What is to be done with a block.
 *
 * @param writerEpoch the epoch under which this writer took the file; 0 for reads. It never changes during an operation: taking
 *     over the epoch of a RESOLVE would let a fenced writer go on (docs/protocol.md, section 8, hole 12)
 * @param offset in the block, in bytes
 * @param length in bytes
 */
public record BlockOperation(Kind kind, long block, int writerEpoch, int offset, int length) {
    /** Direction, seen from the application. */
    public enum Kind {
        READ,
        WRITE
    }

    public static BlockOperation read(long block, int offset, int length) {
        return new BlockOperation(Kind.READ, block, 0, offset, length);
    }

    public static BlockOperation write(long block, int writerEpoch, int offset, int length) {
        return new BlockOperation(Kind.WRITE, block, writerEpoch, offset, length);
    }

    public boolean isWrite() {
        return kind == Kind.WRITE;
    }

    @Override
    public String toString() {
        return "%s of %d bytes at offset %d of block %d".formatted(isWrite() ? "write" : "read", length, offset, block);
    }
}
