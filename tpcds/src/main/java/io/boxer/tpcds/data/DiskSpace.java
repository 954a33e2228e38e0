// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import java.io.IOException;
import java.nio.file.Path;

/** Whether a scale fits on a disk, asked before the work starts. No state. */
final class DiskSpace {
    /** Tables that do not grow with the scale, and the answers. */
    private static final long FIXED_BYTES = 64L << 20;
    /** Parquet at scale 1, measured 256 MB. */
    private static final long PARQUET_BYTES_PER_SCALE = 300L << 20;
    /** Text of two chunks at work; a chunk of store_sales is 400 MB, all text of scale 1 is 1.25 GB. */
    private static final long LARGEST_TEXT_BYTES = 1L << 30;

    private DiskSpace() {}

    static long neededBytes(ScaleFactor scale) {
        double parquet = PARQUET_BYTES_PER_SCALE * scale.toDouble();
        double text = Math.min(LARGEST_TEXT_BYTES, LARGEST_TEXT_BYTES * scale.toDouble());
        return FIXED_BYTES + (long) (parquet + text);
    }

    /** @throws BoxerException CAPACITY if the file system of this directory has less room than the scale needs */
    static void check(Path directory, ScaleFactor scale) throws IOException {
        check(directory, scale, directory.toFile().getUsableSpace());
    }

    static void check(Path directory, ScaleFactor scale, long freeBytes) {
        long needed = neededBytes(scale);
        if (freeBytes < needed) {
            throw BoxerException.capacity(
                    "free space under %s is %s, less than the %s that scale %s needs;"
                            + " free some, choose another cache directory, or use a smaller --scale",
                    directory, DataSize.ofBytes(freeBytes), DataSize.ofBytes(needed), scale);
        }
    }
}
