// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.FilePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The file tree. Crail names a component by its hash; a name, where it is known, keeps two names with one hash apart. */
final class Namespace {
    static final long ROOT_FD = 0;

    private final Map<Long, Inode> byFd = new LinkedHashMap<>();
    private final Inode root = new Inode(ROOT_FD, NodeType.DIRECTORY, 0, 0, 0);

    Namespace() {
        byFd.put(ROOT_FD, root);
    }

    Optional<Inode> find(long fd) {
        return Optional.ofNullable(byFd.get(fd));
    }

    /** @throws NameCollisionException if a component has the hash of another name */
    Optional<Inode> find(FilePath path) {
        return walk(path, path.hashes().size());
    }

    /** @return the container that holds (or would hold) the last component */
    Optional<Inode> findParent(FilePath path) {
        return path.hashes().isEmpty()
                ? Optional.empty()
                : walk(path, path.hashes().size() - 1);
    }

    private Optional<Inode> walk(FilePath path, int depth) {
        List<String> names = path.names();
        Optional<Inode> at = Optional.of(root);
        for (int i = 0; i < depth && at.isPresent(); i++) {
            at = at.get().child(path.hashes().get(i));
            if (at.isPresent() && i < names.size()) {
                checkName(at.get(), names.get(i));
            }
        }
        return at;
    }

    static void checkName(Inode inode, String name) {
        if (!inode.name().isEmpty() && !inode.name().equals(name)) {
            throw new NameCollisionException(inode.path(), name);
        }
    }

    void add(Inode inode, Inode parent, int hash, String name, long directoryOffset) {
        byFd.put(inode.fd(), inode);
        parent.adopt(inode, hash, name, directoryOffset);
    }

    void move(Inode inode, Inode parent, int hash, String name, long directoryOffset) {
        inode.parent().ifPresent(old -> old.disown(inode));
        parent.adopt(inode, hash, name, directoryOffset);
    }

    void remove(Inode inode) {
        inode.parent().ifPresent(parent -> parent.disown(inode));
        subtree(inode).forEach(gone -> byFd.remove(gone.fd()));
    }

    /** @return the inode and all below it, parents first */
    static List<Inode> subtree(Inode inode) {
        List<Inode> all = new ArrayList<>();
        visit(inode, all::add);
        return all;
    }

    private static void visit(Inode inode, Consumer<Inode> visitor) {
        visitor.accept(inode);
        inode.children().forEach(child -> visit(child, visitor));
    }

    long files() {
        return byFd.values().stream()
                .filter(inode -> !inode.type().isContainer())
                .count();
    }

    long containers() {
        return byFd.size() - files();
    }

    Inode root() {
        return root;
    }
}
