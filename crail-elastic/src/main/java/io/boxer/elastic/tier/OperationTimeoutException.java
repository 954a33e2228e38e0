// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;

/**
 * An operation reached its deadline; the message says what was tried. A write may or may not have happened: the file is to be
 * given up, not continued.
 */
public final class OperationTimeoutException extends IOException {
    private static final long serialVersionUID = 1;

    public OperationTimeoutException(String message) {
        super(message);
    }
}
