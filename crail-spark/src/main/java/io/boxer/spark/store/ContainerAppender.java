// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The one writer of a container. After an exception nothing more may be appended.
 *
 * <p>Confined to one thread at a time.
 */
public interface ContainerAppender extends AutoCloseable {
    /** The store's number of this container, never used again for another one. */
    long containerId();

    /** Bytes acknowledged so far, which is where the next append goes. */
    long position();

    /**
     * Appends all remaining bytes; returns when they are acknowledged.
     *
     * @param data direct, lent; consumed up to its limit
     */
    void append(ByteBuffer data) throws IOException;

    /** Lets readers that look the container up from now on see all appended bytes. */
    void sync() throws IOException;

    /** Never throws: a container that cannot be closed keeps what was synchronised. */
    @Override
    void close();
}
