// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    private static final Path CACHE = Path.of("/cache");
    private static final ScaleFactor ONE = ScaleFactor.parse("1");

    @Test
    void tooSmallADiskIsRefusedBeforeTheWorkStarts() {
        assertThatThrownBy(() -> DiskSpace.check(CACHE, ONE, 1L << 30))
                .isInstanceOfSatisfying(
                        BoxerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CAPACITY))
                .hasMessage("free space under /cache is 1GiB, less than the 1388MiB that scale 1 needs;"
                        + " free some, choose another cache directory, or use a smaller --scale");
    }

    @Test
    void enoughRoomIsEnough() {
        assertThatCode(() -> DiskSpace.check(CACHE, ONE, DiskSpace.neededBytes(ONE)))
                .doesNotThrowAnyException();
    }
}
