// SPDX-License-Identifier: Apache-2.0
package io.boxer.compat;

/**
 * A finding, and how often. Immutable.
 *
 * @param detail of what: a path, a port, a call; may be empty
 */
public record Found(Finding what, long count, String detail) {
    /** Whether nobody would serve these calls under the preload library. */
    public boolean isBypass() {
        return what.weight() == Weight.BYPASS || (what == Finding.IO_URING && detail.equals("in use"));
    }
}
