// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Append-only containers in directories. Paths are absolute, their components separated by {@code /}.
 *
 * <p>Errors: {@link BytesLostException} when the store itself says that bytes are lost, {@link FileNotFoundException}
 * when a container or its directory was removed, any other {@link IOException} when the store did not answer.
 *
 * <p>Thread-safe; appenders and readers of one container are described at their interfaces.
 */
public interface ContainerStore extends AutoCloseable {
    /** Creates a directory; its parent must exist, and it may exist already. */
    void createDirectory(String path) throws IOException;

    /**
     * Creates a container.
     *
     * @throws FileNotFoundException if its directory does not exist, as after {@link #delete}
     */
    ContainerAppender create(String path) throws IOException;

    /**
     * Looks a container up.
     *
     * @throws FileNotFoundException if there is none
     */
    ContainerReader open(String path) throws IOException;

    /** Removes a container or a directory with all that is in it. Nothing there is no error. */
    void delete(String path) throws IOException;

    /**
     * Lets a directory live until the lease runs out; calling again renews it.
     *
     * @throws FileNotFoundException if the directory does not exist, as after a lease ran out
     */
    void leaseDirectory(String path, Duration lease) throws IOException;

    /** All bytes under a directory that are gone for good, in no order, old losses included. */
    List<LostBytes> lost(String directory) throws IOException;

    /** What this client did since it connected; readable after its end too. */
    StoreCounts counts();

    /** The longest waits since the last call: for one caller, or each misses some. */
    LongestWaits takeLongestWaits();

    /** Never throws: what cannot be closed is left to the store's own leases. */
    @Override
    void close();
}
