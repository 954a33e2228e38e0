// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A container as it was when it was looked up. Thread-safe. */
public interface ContainerReader extends AutoCloseable {
    long containerId();

    /** Bytes that existed at the look-up; the container may have grown since. */
    long length();

    /**
     * Fills the target's remaining bytes from {@code position}.
     *
     * @param target direct, lent; full when this returns
     * @throws IOException also if the range goes beyond {@link #length()}
     */
    void read(long position, ByteBuffer target) throws IOException;

    /** Never throws. */
    @Override
    void close();
}
