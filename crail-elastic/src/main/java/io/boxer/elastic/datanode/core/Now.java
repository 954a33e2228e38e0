// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

/**
 * One moment on two clocks of this machine. The lease counts on the first one; the second shows when the first stood still,
 * as it does while a virtual machine is suspended.
 *
 * @param nanos monotonic; its zero means nothing
 * @param wallMillis since 1970
 */
public record Now(long nanos, long wallMillis) {
    /** The moment {@code millis} later, on both clocks. */
    public Now plusMillis(long millis) {
        return new Now(nanos + millis * 1_000_000L, wallMillis + millis);
    }
}
