// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.crail.CrailBuffer;
import org.apache.crail.conf.CrailConstants;
import org.apache.crail.memory.BufferCache;
import org.apache.crail.memory.OffHeapBuffer;

/**
 * Crail's buffers from plain direct memory: {@code crail.cacheimpl=io.boxer.elastic.crail.ElasticBufferCache}. Crail's own cache
 * maps files below {@code /dev/hugepages}, which few machines have. A freed buffer is kept for the next caller, since the
 * first touch of a page costs more than the copy into it.
 *
 * <p>Thread-safe, as its base class is.
 */
public final class ElasticBufferCache extends BufferCache {
    /** @throws IOException never; Crail's base class declares it */
    public ElasticBufferCache() throws IOException {}

    @Override
    public CrailBuffer allocateRegion() throws IOException {
        try {
            return OffHeapBuffer.wrap(ByteBuffer.allocateDirect(CrailConstants.BUFFER_SIZE));
        } catch (OutOfMemoryError full) {
            throw new IOException(
                    ("no direct memory for another buffer of %d bytes (%s); free buffers, lower crail.buffersize,"
                                    + " or raise -XX:MaxDirectMemorySize")
                            .formatted(CrailConstants.BUFFER_SIZE, full.getMessage()),
                    full);
        }
    }
}
