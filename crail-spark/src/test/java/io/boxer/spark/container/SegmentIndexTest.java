// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SegmentIndexTest {
    private static final OutputId OUTPUT = new OutputId(7, 123_456_789_012L);
    private static final long[] LENGTHS = {0, 300, 0, 0, 5_000_000_000L, 1};
    private static final int[] CHECKSUMS = {0, 11, 0, 0, -22, 33};

    private final SegmentIndex index = SegmentIndex.of(OUTPUT, LENGTHS, CHECKSUMS);

    @Test
    void emptyPartitionsTakeNoEntry() {
        assertThat(index.entries()).isEqualTo(3);
        assertThat(index.partition(1)).isEqualTo(4);
        assertThat(index.start(1)).isEqualTo(300);
        assertThat(index.length(1)).isEqualTo(5_000_000_000L);
        assertThat(index.totalLength()).isEqualTo(5_000_000_301L);
    }

    @Test
    void whatIsEncodedIsDecoded() throws Exception {
        SegmentIndex decoded = SegmentIndex.decode(OUTPUT, index.encode());

        for (int entry = 0; entry < index.entries(); entry++) {
            assertThat(decoded.partition(entry)).isEqualTo(index.partition(entry));
            assertThat(decoded.start(entry)).isEqualTo(index.start(entry));
            assertThat(decoded.length(entry)).isEqualTo(index.length(entry));
            assertThat(decoded.checksum(entry)).isEqualTo(index.checksum(entry));
        }
        assertThat(decoded.entries()).isEqualTo(index.entries());
    }

    @Test
    void anIndexCutAtAnyByteIsRefused() {
        byte[] whole = index.encode();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SegmentIndex.decode(OUTPUT, cut)).isInstanceOf(CorruptSegmentException.class);
        }
    }

    @Test
    void anIndexWithAnyByteChangedIsRefused() {
        byte[] whole = index.encode();

        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x41;
            assertThatThrownBy(() -> SegmentIndex.decode(OUTPUT, changed)).isInstanceOf(CorruptSegmentException.class);
        }
    }

    @Test
    void anotherOutputsIndexIsRefusedByName() {
        assertThatThrownBy(() -> SegmentIndex.decode(new OutputId(7, 5), index.encode()))
                .hasMessage("index of shuffle 7 map 123456789012 where that of shuffle 7 map 5 should be");
    }

    @Test
    void theFirstEntryOfARangeIsFoundBetweenPartitions() {
        assertThat(index.entryFrom(0)).isEqualTo(0);
        assertThat(index.entryFrom(1)).isEqualTo(0);
        assertThat(index.entryFrom(2)).isEqualTo(1);
        assertThat(index.entryFrom(5)).isEqualTo(2);
        assertThat(index.entryFrom(6)).isEqualTo(3);
    }

    @Test
    void anOutputWithoutBytesHasAnEmptyIndex() throws Exception {
        SegmentIndex empty = SegmentIndex.of(OUTPUT, new long[3], new int[3]);

        assertThat(SegmentIndex.decode(OUTPUT, empty.encode()).entries()).isZero();
        assertThat(empty.totalLength()).isZero();
    }
}
