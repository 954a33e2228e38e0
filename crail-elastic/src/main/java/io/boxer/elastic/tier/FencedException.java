// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;

/** Another writer has taken the file over (rule R11). Final: whoever sees this must stop writing the file. */
public final class FencedException extends IOException {
    private static final long serialVersionUID = 1;

    public FencedException(String message) {
        super(message);
    }
}
