// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

/** Throws Spark's checked exceptions through Scala's iterators, which declare none. */
final class Sneaky {
    private Sneaky() {}

    /** Never returns; the result lets callers write {@code throw}. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> RuntimeException rethrow(Throwable exception) throws E {
        throw (E) exception;
    }
}
