// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.container;

import java.io.IOException;

/** Bytes came back other than they were written. */
public final class CorruptSegmentException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptSegmentException(String message) {
        super(message);
    }
}
