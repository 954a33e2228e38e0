// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0,0,0B",
        "512,512,512B",
        "1024,1024,1KiB",
        "64MiB,67108864,64MiB",
        "1 GiB,1073741824,1GiB",
        "1536MiB,1610612736,1536MiB",
        "2TiB,2199023255552,2TiB",
        "9223372036854775807,9223372036854775807,9223372036854775807B"
    })
    void aSizeIsReadAndWritten(String text, long bytes, String written) {
        var size = DataSize.parse(text);

        assertThat(size.toBytes()).isEqualTo(bytes);
        assertThat(size).hasToString(written);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        var random = new Random(7);
        for (var n = 0; n < 1_000; n++) {
            var size = DataSize.ofBytes((random.nextLong() >>> 1) >> random.nextInt(63) << random.nextInt(10) >>> 1);

            assertThat(DataSize.parse(size.toString())).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GiB", "64MB", "64 mib", "0x10", "12345678901234567890"})
    void anotherFormIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOfSatisfying(
                        BoxerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                .hasMessage(
                        "'%s' is not a size; write a whole number with B, KiB, MiB, GiB or TiB, such as 64MiB", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8388608TiB", "9223372036854775808"})
    void aSizeThatOverflowsIsRefused(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .hasMessage("'%s' is more than 2^63-1 bytes; write a smaller size", text);
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> DataSize.ofBytes(-1)).hasMessage("bytes=-1 is negative; a size is zero or more");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1536,1.5 KiB", "22870899916,21.3 GiB"})
    void aSizeIsRoundedForReaders(long bytes, String text) {
        assertThat(DataSize.ofBytes(bytes).rounded()).isEqualTo(text);
    }
}
