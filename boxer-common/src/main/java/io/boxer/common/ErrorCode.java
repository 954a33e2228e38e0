// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

/** Who must act on a {@link BoxerException}. Immutable. */
public enum ErrorCode {
    /** A setting, an argument or a request is wrong: whoever wrote it corrects it. */
    USER,
    /** A bound is reached: try later, or elsewhere. */
    CAPACITY,
    /** The other side left or answered nonsense; normal where nodes live for minutes. */
    PEER,
    /** Our own mistake: report it. */
    BUG
}
