// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

/** 1, 2, 4 … 50 ms, then 50 ms for ever. Confined to one operation. */
final class BackOff {
    static final int MAX_MILLIS = 50;

    /** A server may know better, but it cannot send a client to sleep for long. */
    static final int MAX_HINT_MILLIS = 250;

    private int next = 1;

    /** @param hintMillis what the server asks for; 0 if it has no opinion */
    long nextMillis(int hintMillis) {
        int wait = next;
        next = Math.min(MAX_MILLIS, next * 2);
        return Math.max(wait, Math.min(hintMillis, MAX_HINT_MILLIS));
    }
}
