// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A reader that has no more bytes than the container had when it was looked up. Thread-safe if {@link #fill} is. */
public abstract class LookedUpReader implements ContainerReader {
    private final String path;
    private final long containerId;
    private final long length;

    protected LookedUpReader(String path, long containerId, long length) {
        this.path = path;
        this.containerId = containerId;
        this.length = length;
    }

    protected final String path() {
        return path;
    }

    @Override
    public final long containerId() {
        return containerId;
    }

    @Override
    public final long length() {
        return length;
    }

    @Override
    public final void read(long position, ByteBuffer target) throws IOException {
        long end = position + target.remaining();
        if (end > length) {
            throw new EOFException(path + " was looked up with " + length + " bytes, read to " + end);
        }
        fill(position, target);
    }

    /** As {@link #read}, within the length. */
    protected abstract void fill(long position, ByteBuffer target) throws IOException;

    @Override
    public void close() {}
}
