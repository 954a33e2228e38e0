// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.files;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.elastic.crail.CrailSettings;
import io.boxer.elastic.crail.ElasticCrailStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.crail.CrailLocationClass;
import org.apache.crail.CrailNode;
import org.apache.crail.CrailNodeType;
import org.apache.crail.CrailStorageClass;
import org.apache.crail.CrailStore;

/** A store that is open for copying files in and out. Confined to one thread. */
public final class StoreFiles implements AutoCloseable {
    private static final int COPY_BYTES = 1 << 20;

    private final CrailStore store;

    private StoreFiles(CrailStore store) {
        this.store = store;
    }

    /**
     * Opens the store.
     *
     * @throws BoxerException PEER if the namenode does not answer
     */
    public static StoreFiles open(CrailSettings settings) {
        return new StoreFiles(crail("the store at " + settings.namenode(), () -> ElasticCrailStore.open(settings)));
    }

    /**
     * Writes a new file; the directories above it are made.
     *
     * @return bytes written
     * @throws BoxerException USER if the file exists
     */
    public long put(InputStream from, String path) {
        makeParents(path);
        if (find(path).isPresent()) {
            throw BoxerException.user(
                    "%s exists; remove it first (boxer store rm %s), or choose another name", path, path);
        }
        return crail(path, () -> {
            CrailNode node = store.create(
                            path, CrailNodeType.DATAFILE, CrailStorageClass.DEFAULT, CrailLocationClass.DEFAULT, true)
                    .get();
            node.syncDir();
            try (OutputStream to = node.asFile().getBufferedOutputStream(0)) {
                return copy(from, to);
            }
        });
    }

    /**
     * Reads a file.
     *
     * @return bytes read
     * @throws BoxerException USER if there is no such file
     */
    public long get(String path, OutputStream to) {
        CrailNode node = existing(path);
        if (node.getType().isDirectory()) {
            throw BoxerException.user("%s is a directory; name a file in it (boxer store ls %s)", path, path);
        }
        return crail(path, () -> {
            try (InputStream from = node.asFile().getBufferedInputStream(node.getCapacity())) {
                return copy(from, to);
            }
        });
    }

    /**
     * The entries of a directory, or the file itself, sorted by path.
     *
     * @throws BoxerException USER if there is no such path
     */
    public List<StoreEntry> list(String path) {
        CrailNode node = existing(path);
        if (!node.getType().isDirectory()) {
            return List.of(entry(path, node));
        }
        List<StoreEntry> entries = new ArrayList<>();
        for (String child : children(node)) {
            find(child).ifPresent(found -> entries.add(entry(child, found)));
        }
        entries.sort(java.util.Comparator.comparing(StoreEntry::path));
        return entries;
    }

    /** The bytes of all files at and below a path. */
    public StoreEntry measure(String path) {
        CrailNode node = existing(path);
        if (!node.getType().isDirectory()) {
            return entry(path, node);
        }
        long bytes = 0;
        long files = 0;
        for (StoreEntry child : list(path)) {
            StoreEntry below = child.directory() ? measure(child.path()) : child;
            bytes += below.bytes();
            files += below.files();
        }
        return new StoreEntry(path, true, bytes, files);
    }

    /**
     * Removes a file, or a directory with all that is in it.
     *
     * @throws BoxerException USER if there is no such path, or a directory is not empty and {@code recursive} is false
     */
    public void remove(String path, boolean recursive) {
        CrailNode node = existing(path);
        if (node.getType().isDirectory() && !recursive && !children(node).isEmpty()) {
            throw BoxerException.user("%s is not empty; --recursive removes all that is in it", path);
        }
        CrailNode removed = crail(path, () -> store.delete(path, recursive).get());
        if (removed != null) {
            crail(path, removed::syncDir);
        }
    }

    private void makeParents(String path) {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw BoxerException.user("path=%s does not begin with / and end with a name; write /data/file, say", path);
        }
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            if (find(parent).isEmpty()) {
                crail(
                        parent,
                        () -> store.create(
                                        parent,
                                        CrailNodeType.DIRECTORY,
                                        CrailStorageClass.DEFAULT,
                                        CrailLocationClass.DEFAULT,
                                        true)
                                .get()
                                .syncDir());
            }
        }
    }

    private CrailNode existing(String path) {
        return find(path)
                .orElseThrow(() -> BoxerException.user("%s is not in the store; boxer store ls / shows what is", path));
    }

    private Optional<CrailNode> find(String path) {
        return crail(path, () -> Optional.ofNullable(store.lookup(path).get()));
    }

    private static List<String> children(CrailNode node) {
        return crail(node.getPath(), () -> {
            List<String> children = new ArrayList<>();
            Iterator<String> entries = node.asDirectory().listEntries();
            while (entries.hasNext()) {
                children.add(entries.next());
            }
            return children;
        });
    }

    private static StoreEntry entry(String path, CrailNode node) {
        boolean directory = node.getType().isDirectory();
        return new StoreEntry(path, directory, directory ? 0 : node.getCapacity(), directory ? 0 : 1);
    }

    private static long copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        long bytes = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            bytes += read;
        }
        return bytes;
    }

    @Override
    public void close() {
        crail("the store", () -> {
            store.close();
            return 0;
        });
    }

    /** Crail throws anything; a person gets the reason with the path it was about. */
    private static <T> T crail(String what, java.util.concurrent.Callable<T> call) {
        try {
            return call.call();
        } catch (BoxerException e) {
            throw e;
        } catch (Exception e) {
            Throwable cause = e;
            while (!(cause instanceof BoxerException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            ErrorCode code = cause instanceof BoxerException known ? known.code() : ErrorCode.PEER;
            throw new BoxerException(code, what + ": " + cause.getMessage(), e);
        }
    }
}
