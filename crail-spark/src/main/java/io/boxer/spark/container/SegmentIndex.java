// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a segment holds: for each partition with bytes its length and checksum, in partition order. Immutable.
 *
 * <pre>
 *   segment  = bytes of partition p0, p1, … in increasing order | index
 *   index    = version (1 byte) | shuffleId | mapId | count | count × (gap | length | CRC32C of the bytes, 4 bytes)
 *              | CRC32C of the index up to here, 4 bytes
 *   numbers are varints, fixed ones big-endian; gap = partition − previous partition − 1, the first counted from −1
 * </pre>
 */
public final class SegmentIndex {
    private static final byte VERSION = 1;

    private final OutputId output;
    private final int[] partitions;
    private final long[] ends;
    private final int[] checksums;

    private SegmentIndex(OutputId output, int[] partitions, long[] ends, int[] checksums) {
        this.output = output;
        this.partitions = partitions;
        this.ends = ends;
        this.checksums = checksums;
    }

    /**
     * The index of a segment as it was written.
     *
     * @param lengths bytes of each partition, by partition number; zero where a partition is empty
     * @param checksums CRC32C of each partition, by partition number
     */
    public static SegmentIndex of(OutputId output, long[] lengths, int[] checksums) {
        int[] partitions = new int[lengths.length];
        long[] ends = new long[lengths.length];
        int[] kept = new int[lengths.length];
        int count = 0;
        long end = 0;
        for (int partition = 0; partition < lengths.length; partition++) {
            if (lengths[partition] > 0) {
                end += lengths[partition];
                partitions[count] = partition;
                ends[count] = end;
                kept[count++] = checksums[partition];
            }
        }
        return new SegmentIndex(
                output, Arrays.copyOf(partitions, count), Arrays.copyOf(ends, count), Arrays.copyOf(kept, count));
    }

    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 + 8 * partitions.length);
        out.write(VERSION);
        Varints.write(out, output.shuffleId());
        Varints.write(out, output.mapId());
        Varints.write(out, partitions.length);
        int previous = -1;
        for (int i = 0; i < partitions.length; i++) {
            Varints.write(out, partitions[i] - previous - 1);
            Varints.write(out, length(i));
            writeInt(out, checksums[i]);
            previous = partitions[i];
        }
        CRC32C own = new CRC32C();
        own.update(out.toByteArray());
        writeInt(out, (int) own.getValue());
        return out.toByteArray();
    }

    /**
     * Reads an index back.
     *
     * @throws CorruptSegmentException if a byte is missing or changed, or if the index is another output's
     */
    public static SegmentIndex decode(OutputId expected, byte[] bytes) throws CorruptSegmentException {
        if (bytes.length < 1 + Integer.BYTES) {
            throw new CorruptSegmentException(expected + ": index of " + bytes.length + " bytes is too short");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, bytes.length - Integer.BYTES);
        CRC32C own = new CRC32C();
        own.update(bytes, 0, bytes.length - Integer.BYTES);
        int written = ByteBuffer.wrap(bytes, bytes.length - Integer.BYTES, Integer.BYTES)
                .getInt();
        if ((int) own.getValue() != written) {
            throw new CorruptSegmentException(expected + ": index checksum differs");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new CorruptSegmentException(expected + ": index version " + version + ", known is " + VERSION);
        }
        OutputId output = new OutputId((int) Varints.read(in), Varints.read(in));
        if (!output.equals(expected)) {
            throw new CorruptSegmentException("index of " + output + " where that of " + expected + " should be");
        }
        return decodeEntries(output, in);
    }

    private static SegmentIndex decodeEntries(OutputId output, ByteBuffer in) throws CorruptSegmentException {
        long count = Varints.read(in);
        if (count < 0 || count > in.remaining()) {
            throw new CorruptSegmentException(output + ": index counts " + count + " partitions");
        }
        int[] partitions = new int[(int) count];
        long[] ends = new long[(int) count];
        int[] checksums = new int[(int) count];
        int previous = -1;
        long end = 0;
        for (int i = 0; i < count; i++) {
            previous += 1 + (int) Varints.read(in);
            end += Varints.read(in);
            if (in.remaining() < Integer.BYTES) {
                throw new CorruptSegmentException(output + ": index ends inside a checksum");
            }
            partitions[i] = previous;
            ends[i] = end;
            checksums[i] = in.getInt();
        }
        if (in.hasRemaining()) {
            throw new CorruptSegmentException(output + ": index has " + in.remaining() + " bytes too many");
        }
        return new SegmentIndex(output, partitions, ends, checksums);
    }

    public OutputId output() {
        return output;
    }

    /** How many partitions have bytes; entries are numbered from zero to this. */
    public int entries() {
        return partitions.length;
    }

    /** The first entry whose partition is not below {@code partition}; {@link #entries()} if there is none. */
    public int entryFrom(int partition) {
        int at = Arrays.binarySearch(partitions, partition);
        return at >= 0 ? at : -at - 1;
    }

    public int partition(int entry) {
        return partitions[entry];
    }

    /** In bytes from the segment's start. */
    public long start(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    public long length(int entry) {
        return ends[entry] - start(entry);
    }

    public int checksum(int entry) {
        return checksums[entry];
    }

    /** Bytes of all partitions together. */
    public long totalLength() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** What this index costs in a cache, about. */
    public long heapBytes() {
        return 64 + 16L * partitions.length;
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }
}
