// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.tier.StoreClient;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.crail.CrailBlockLocation;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNode;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailStorageClass;
import org.apache.crail.Upcoming;
import org.apache.crail.conf.CrailConfiguration;
import org.apache.crail.core.CoreDataStore;
import org.apache.crail.core.DirectoryInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crail's store, with the names of files: Crail sends 32-bit hashes only, so that two names may meet. Through this class the
 * namenode hears the names, refuses a name that has the hash of another, and needs no second message to list a new file. All
 * else is Crail's. Nodes and streams that come from here call this class too.
 *
 * <p>Thread-safe, as Crail's store is.
 */
public final class ElasticCrailStore extends CoreDataStore {
    private static final Logger LOG = LoggerFactory.getLogger(ElasticCrailStore.class);

    private boolean closed;

    /** @throws Exception as Crail does; with the reason, if the namenode does not answer or refuses us */
    public ElasticCrailStore(CrailConfiguration configuration) throws Exception {
        super(configuration);
    }

    /** Opens the store. */
    public static ElasticCrailStore open(CrailSettings settings) throws Exception {
        return new ElasticCrailStore(settings.toConfiguration());
    }

    @Override
    public Upcoming<CrailNode> create(
            String path,
            CrailNodeType type,
            CrailStorageClass storageClass,
            CrailLocationClass locationClass,
            boolean enumerable)
            throws Exception {
        return NamedPaths.during(
                List.of(path), () -> super.create(path, type, storageClass, locationClass, enumerable));
    }

    @Override
    public Upcoming<CrailNode> lookup(String path) throws Exception {
        return NamedPaths.during(List.of(path), () -> super.lookup(path));
    }

    @Override
    public Upcoming<CrailNode> rename(String source, String target) throws Exception {
        return new Synced(NamedPaths.during(List.of(source, target), () -> super.rename(source, target)));
    }

    @Override
    public Upcoming<CrailNode> delete(String path, boolean recursive) throws Exception {
        return new Synced(NamedPaths.during(List.of(path), () -> super.delete(path, recursive)));
    }

    @Override
    public DirectoryInputStream _listEntries(String name, boolean randomize) throws Exception {
        return NamedPaths.during(List.of(name), () -> super._listEntries(name, randomize));
    }

    @Override
    public CrailBlockLocation[] getBlockLocations(String path, long start, long length) throws Exception {
        return NamedPaths.during(List.of(path), () -> super.getBlockLocations(path, start, length));
    }

    /** This store is never Crail's singleton, so it does not take part in counting that one's users. Idempotent. */
    @Override
    public void close() throws Exception {
        closeFileSystem();
    }

    /** Crail leaves sockets and threads behind if a stream cannot be closed, such as that of a failed write. */
    @Override
    public synchronized void closeFileSystem() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        StoreClient client = OpenStores.find(getStatistics()).orElseThrow();
        try {
            super.closeFileSystem();
        } catch (Exception unclean) {
            LOG.warn("a stream did not close, the store is closed all the same: {}", unclean.toString());
        } finally {
            OpenStores.releaseAll(client);
        }
    }

    /**
     * A removal or a rename whose record is written before its caller gets the node. The record goes nowhere here, but until it
     * is written Crail holds a stream open for it, and a buffer, which most callers forget.
     */
    private record Synced(Upcoming<CrailNode> inner) implements Upcoming<CrailNode> {
        @Override
        public CrailNode get() throws InterruptedException, ExecutionException {
            return synced(inner.get());
        }

        @Override
        public CrailNode get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            return synced(inner.get(timeout, unit));
        }

        @Override
        public CrailNode early() throws Exception {
            return get();
        }

        /** Crail's null, "it was not there", passes through. */
        @SuppressWarnings("NullAway")
        private static CrailNode synced(CrailNode node) throws ExecutionException {
            try {
                return node == null ? null : node.syncDir();
            } catch (Exception failure) {
                throw new ExecutionException(failure);
            }
        }

        @Override
        public boolean isDone() {
            return inner.isDone();
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return inner.cancel(mayInterruptIfRunning);
        }

        @Override
        public boolean isCancelled() {
            return inner.isCancelled();
        }
    }
}
