// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.storage.BlockManagerId;
import org.junit.jupiter.api.Test;
import scala.Option;

class SegmentLocationTest {
    private static final SegmentLocation LOCATION = new SegmentLocation("12-3", 0xfedcL, 5_000_000_000L, 77, 9, "AQID");

    @Test
    void aLocationSurvivesItsText() {
        assertThat(SegmentLocation.parse(LOCATION.toText())).contains(LOCATION);
        assertThat(LOCATION.toText()).isEqualTo("boxer1|12-3|fedc|12a05f200|4d|9|AQID");
    }

    @Test
    void anOutputWithoutBytesIsNowhere() {
        assertThat(SegmentLocation.parse(SegmentLocation.nowhere().toText())).contains(SegmentLocation.nowhere());
        assertThat(SegmentLocation.nowhere().hasBytes()).isFalse();
    }

    @Test
    void aTextCutAnywhereIsNoLocationOrAnotherOne() {
        String text = LOCATION.toText();

        for (int length = 0; length < text.length(); length++) {
            assertThat(SegmentLocation.parse(text.substring(0, length))).isNotEqualTo(SegmentLocation.parse(text));
        }
    }

    @Test
    void eachOutputHasAnExecutorOfItsOwnSoThatOneLossDropsOneOutput() {
        BlockManagerId one = LOCATION.toBlockManagerId(new OutputId(1, 10));
        BlockManagerId other = LOCATION.toBlockManagerId(new OutputId(1, 11));

        assertThat(one.executorId()).isEqualTo("boxer-1-10").isNotEqualTo(other.executorId());
        assertThat(one.host()).isEqualTo("boxer-store");
        assertThat(SegmentLocation.from(one)).contains(LOCATION);
    }

    @Test
    void anExecutorsBlockManagerIsNoLocation() {
        assertThat(SegmentLocation.from(BlockManagerId.apply("1", "host", 7, Option.empty())))
                .isEmpty();
    }
}
