// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

import java.util.Base64;
import java.util.Optional;
import org.apache.spark.storage.BlockManagerId;
import scala.Option;

/**
 * Where a map output is. It travels as the topology text of a block manager id, the only free text of a map status that
 * reaches readers. Immutable.
 *
 * <pre>
 *   text     = "boxer1"                                        an output without a byte
 *            | "boxer1|" name "|" id "|" offset "|" length "|" index length "|" index
 *   numbers are hexadecimal; index = the index itself in base 64 if it is small, else empty
 *   executor = "boxer-" shuffle "-" map, one for each output; host and port are of no machine
 * </pre>
 *
 * @param container the container's name in the shuffle's directory; empty for an output without a byte
 * @param containerId the store's number of the container, by which losses are named
 * @param offset of the first partition, in bytes from the container's start
 * @param length of all partitions; the index follows them
 * @param indexLength in bytes
 * @param inlineIndex the encoded index in base 64, or empty: read it from the container then
 */
public record SegmentLocation(
        String container, long containerId, long offset, long length, int indexLength, String inlineIndex) {
    /** No executor's host, so that no event about a host or an executor touches an output. */
    public static final String HOST = "boxer-store";

    private static final int PORT = 1;
    private static final String VERSION = "boxer1";
    private static final SegmentLocation NOWHERE = new SegmentLocation("", 0, 0, 0, 0, "");

    /** Of an output in which all partitions are empty. */
    public static SegmentLocation nowhere() {
        return NOWHERE;
    }

    public boolean hasBytes() {
        return !container.isEmpty();
    }

    /** Where the segment ends, index included. */
    public long end() {
        return offset + length + indexLength;
    }

    public Optional<byte[]> inlineIndexBytes() {
        return inlineIndex.isEmpty()
                ? Optional.empty()
                : Optional.of(Base64.getDecoder().decode(inlineIndex));
    }

    /** As Spark carries it; unique for each output, since Spark drops all outputs of an executor together. */
    public BlockManagerId toBlockManagerId(OutputId output) {
        return BlockManagerId.apply(
                "boxer-" + output.shuffleId() + "-" + output.mapId(), HOST, PORT, Option.apply(toText()));
    }

    /** Empty if the id was not made by {@link #toBlockManagerId}. */
    public static Optional<SegmentLocation> from(BlockManagerId id) {
        Option<String> text = id.topologyInfo();
        return HOST.equals(id.host()) && text.isDefined() ? parse(text.get()) : Optional.empty();
    }

    public String toText() {
        return hasBytes()
                ? String.join(
                        "|",
                        VERSION,
                        container,
                        Long.toHexString(containerId),
                        Long.toHexString(offset),
                        Long.toHexString(length),
                        Integer.toHexString(indexLength),
                        inlineIndex)
                : VERSION;
    }

    /** Empty if the text is not one of ours. */
    public static Optional<SegmentLocation> parse(String text) {
        if (text.equals(VERSION)) {
            return Optional.of(NOWHERE);
        }
        String[] fields = text.split("\\|", -1);
        if (fields.length != 7 || !fields[0].equals(VERSION) || fields[1].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SegmentLocation(
                    fields[1],
                    Long.parseUnsignedLong(fields[2], 16),
                    Long.parseLong(fields[3], 16),
                    Long.parseLong(fields[4], 16),
                    Integer.parseInt(fields[5], 16),
                    fields[6]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
