// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.crail;

import io.boxer.elastic.crail.StoreControl;
import io.boxer.elastic.rpc.LostExtent;
import io.boxer.elastic.tier.BlockLostException;
import io.boxer.elastic.tier.Stalls;
import io.boxer.elastic.tier.StoreStatistics;
import io.boxer.spark.store.BytesLostException;
import io.boxer.spark.store.ContainerAppender;
import io.boxer.spark.store.ContainerReader;
import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.LookedUpReader;
import io.boxer.spark.store.LostBytes;
import io.boxer.spark.store.StoreCounts;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.crail.CrailFile;
import org.apache.crail.CrailInputStream;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNode;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailOutputStream;
import org.apache.crail.CrailStorageClass;
import org.apache.crail.CrailStore;
import org.apache.crail.memory.OffHeapBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A container is a data file. A look-up gives the length that the namenode knows, so a writer tells it after each segment.
 *
 * <p>Thread-safe. Crail's streams are not, and stay unusable after a failed operation: each read has one of its own.
 */
final class CrailContainerStore implements ContainerStore {
    private static final Logger LOG = LoggerFactory.getLogger(CrailContainerStore.class);

    private final CrailStore store;
    private final StoreControl control;

    /**
     * Takes an open store.
     *
     * @param store taken: closed with this object
     */
    CrailContainerStore(CrailStore store) {
        this.store = store;
        this.control = StoreControl.of(store);
    }

    @Override
    public void createDirectory(String path) throws IOException {
        if (find(path).isPresent()) {
            return;
        }
        try {
            CrailNode made = make(path, CrailNodeType.DIRECTORY);
            LOG.debug("directory={} made", made.getPath());
        } catch (IOException e) {
            if (find(path).isEmpty()) {
                throw e;
            }
            // somebody else made it between the two questions
        }
    }

    @Override
    public ContainerAppender create(String path) throws IOException {
        CrailNode node = make(path, CrailNodeType.DATAFILE);
        CrailFile file = asking(node::asFile);
        return new Appender(path, file, asking(() -> file.getDirectOutputStream(0)));
    }

    private CrailNode make(String path, CrailNodeType type) throws IOException {
        try {
            return asking(() -> store.create(path, type, CrailStorageClass.DEFAULT, CrailLocationClass.DEFAULT, true)
                    .get());
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            // Crail has one exception for all refusals
            String parent = path.substring(0, path.lastIndexOf('/'));
            if (!parent.isEmpty() && find(parent).isEmpty()) {
                throw notThere(parent);
            }
            throw e;
        }
    }

    @Override
    public ContainerReader open(String path) throws IOException {
        CrailNode node = find(path).orElseThrow(() -> notThere(path));
        return new Reader(path, asking(node::asFile));
    }

    @SuppressWarnings("NullAway") // Crail's null: it was not there
    private Optional<CrailNode> find(String path) throws IOException {
        return asking(() -> Optional.ofNullable(store.lookup(path).get()));
    }

    @Override
    @SuppressWarnings("NullAway") // Crail's null: it was not there
    public void delete(String path) throws IOException {
        Optional<CrailNode> removed =
                asking(() -> Optional.ofNullable(store.delete(path, true).get()));
        LOG.debug("path={} removed={}", path, removed.isPresent());
    }

    @Override
    public void leaseDirectory(String path, Duration lease) throws IOException {
        // the store would make it again, empty, and nobody would hear that the data went
        if (find(path).isEmpty()) {
            throw notThere(path);
        }
        control.leaseDirectory(path, lease);
    }

    @Override
    public List<LostBytes> lost(String directory) throws IOException {
        return control.lost(directory).stream()
                .map(CrailContainerStore::lostBytes)
                .toList();
    }

    @Override
    public StoreCounts counts() {
        StoreStatistics counted = control.statistics();
        return new StoreCounts(
                counted.reads(),
                counted.writes(),
                counted.bytesRead(),
                counted.bytesWritten(),
                counted.failures(),
                counted.redirects(),
                counted.retries(),
                counted.waits(),
                counted.resolves(),
                counted.namenodeRetries());
    }

    @Override
    public LongestWaits takeLongestWaits() {
        Stalls taken = control.takeStalls();
        return new LongestWaits(taken.readMillis(), taken.writeMillis());
    }

    private static LostBytes lostBytes(LostExtent extent) {
        return new LostBytes(extent.fd(), extent.offset(), extent.length(), extent.cause());
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (Exception e) {
            LOG.info("the store did not close cleanly: {}", e.toString());
        }
    }

    private static FileNotFoundException notThere(String path) {
        return new FileNotFoundException(path + " is not in the store");
    }

    /** Calls Crail, and says by the type of the exception what the failure means. */
    private static <T> T asking(Callable<T> question) throws IOException {
        try {
            return question.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the store was asked");
        } catch (Exception e) {
            throw meaning(e);
        }
    }

    private static IOException meaning(Exception failure) {
        Optional<BlockLostException> loss = BlockLostException.in(failure);
        if (loss.isPresent()) {
            return new BytesLostException(String.valueOf(loss.get().getMessage()), failure);
        }
        @Nullable Throwable inner = failure;
        for (int depth = 0; inner != null && depth < 16; depth++) {
            if (inner instanceof FileNotFoundException gone) {
                return gone;
            }
            if (inner instanceof IOException said && inner.getCause() == null) {
                return new IOException(said.getMessage(), failure);
            }
            inner = inner.getCause();
        }
        return new IOException(failure.toString(), failure);
    }

    private static final class Appender implements ContainerAppender {
        private final String path;
        private final CrailFile file;
        private final CrailOutputStream out;

        Appender(String path, CrailFile file, CrailOutputStream out) {
            this.path = path;
            this.file = file;
            this.out = out;
        }

        @Override
        public long containerId() {
            return file.getFd();
        }

        @Override
        public long position() {
            return out.position();
        }

        @Override
        public void append(ByteBuffer data) throws IOException {
            int length = data.remaining();
            long written =
                    asking(() -> out.write(OffHeapBuffer.wrap(data)).get().getLen());
            if (written != length) {
                throw new IOException(path + ": " + written + " of " + length + " bytes acknowledged");
            }
        }

        @Override
        public void sync() throws IOException {
            asking(() -> Optional.ofNullable(out.sync().get()));
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (Exception e) {
                LOG.debug("container={} not closed: {}", path, e.toString());
            }
        }
    }

    private static final class Reader extends LookedUpReader {
        private final CrailFile file;

        Reader(String path, CrailFile file) {
            super(path, file.getFd(), file.getCapacity());
            this.file = file;
        }

        @Override
        protected void fill(long position, ByteBuffer target) throws IOException {
            CrailInputStream in = asking(() -> file.getDirectInputStream(0));
            try {
                asking(() -> readFully(in, position, target));
            } finally {
                closeQuietly(in);
            }
        }

        private static long readFully(CrailInputStream in, long position, ByteBuffer target) throws Exception {
            in.seek(position);
            int length = target.remaining();
            long read = in.read(OffHeapBuffer.wrap(target)).get().getLen();
            if (read != length) {
                throw new EOFException(read + " of " + length + " bytes read");
            }
            return read;
        }

        private void closeQuietly(CrailInputStream in) {
            try {
                in.close();
            } catch (Exception e) {
                LOG.debug("stream of {} not closed: {}", path(), e.toString());
            }
        }
    }
}
