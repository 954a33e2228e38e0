// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

/** Errors of Linux that a guest's call may end with: {@code asm-generic/errno.h}, the same on x86-64 and arm64. */
public enum Errno {
    NONE(0),
    /** There is no such name. */
    ENOENT(2),
    /** A request that makes no sense. */
    EINVAL(22),
    ENETUNREACH(101),
    ETIMEDOUT(110),
    ECONNREFUSED(111),
    EHOSTUNREACH(113);

    private final int code;

    Errno(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
