// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import java.io.IOException;

/** The store says that bytes are gone for good; reading again cannot help. */
public final class BytesLostException extends IOException {
    private static final long serialVersionUID = 1L;

    public BytesLostException(String message, Throwable cause) {
        super(message, cause);
    }

    public BytesLostException(String message) {
        super(message);
    }
}
