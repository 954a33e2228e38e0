// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.elastic.rpc.FileStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A file or a container in the tree. Confined to the core. */
final class Inode {
    /** Size of a directory record, {@code crail.directoryrecord}. */
    static final int RECORD_BYTES = 512;

    /** Crail's mark of a file that its parent does not list. */
    static final long NOT_ENUMERABLE = -2;

    private final long fd;
    private final NodeType type;
    private final int storageClass;
    private final long token;
    private final Map<Integer, Inode> children = new LinkedHashMap<>();
    private final Map<Long, Inode> records = new HashMap<>();
    private final TreeSet<Long> freedRecords = new TreeSet<>();
    private final List<Long> blocks = new ArrayList<>();

    private Optional<Inode> parent = Optional.empty();
    private int hash;
    private String name = "";
    private long directoryOffset = NOT_ENUMERABLE;
    private long capacity;
    private long nextRecord;
    private long modifiedMillis;

    Inode(long fd, NodeType type, int storageClass, long token, long atMillis) {
        this.fd = fd;
        this.type = type;
        this.storageClass = storageClass;
        this.token = token;
        this.modifiedMillis = atMillis;
    }

    long fd() {
        return fd;
    }

    NodeType type() {
        return type;
    }

    int storageClass() {
        return storageClass;
    }

    long token() {
        return token;
    }

    int hash() {
        return hash;
    }

    /** @return empty until somebody has said it */
    String name() {
        return name;
    }

    void rename(String newName) {
        this.name = newName;
    }

    Optional<Inode> parent() {
        return parent;
    }

    long directoryOffset() {
        return directoryOffset;
    }

    Optional<Inode> child(int childHash) {
        return Optional.ofNullable(children.get(childHash));
    }

    Collection<Inode> children() {
        return children.values();
    }

    Optional<Inode> childAt(long recordOffset) {
        return Optional.ofNullable(records.get(recordOffset));
    }

    void adopt(Inode child, int childHash, String childName, long recordOffset) {
        children.put(childHash, child);
        child.parent = Optional.of(this);
        child.hash = childHash;
        child.name = childName;
        child.directoryOffset = recordOffset;
        if (recordOffset >= 0) {
            records.put(recordOffset, child);
            freedRecords.remove(recordOffset);
            nextRecord = Math.max(nextRecord, recordOffset + RECORD_BYTES);
        }
    }

    void disown(Inode child) {
        children.remove(child.hash, child);
        if (records.remove(child.directoryOffset, child)) {
            freedRecords.add(child.directoryOffset);
        }
        child.parent = Optional.empty();
    }

    /** @return a free place for a directory record */
    long freeRecord() {
        return freedRecords.isEmpty() ? nextRecord : freedRecords.first();
    }

    /** @return length in bytes; of a container: of its records */
    long capacity() {
        return type.isContainer() ? nextRecord : capacity;
    }

    void grow(long newCapacity, long atMillis) {
        capacity = Math.max(capacity, newCapacity);
        modifiedMillis = atMillis;
    }

    /** @return ids of its blocks by index; -1 where there is none (yet) */
    List<Long> blocks() {
        return blocks;
    }

    /** @return whether there is a block, or one under way */
    boolean hasBlock(int index) {
        return index < blocks.size() && blocks.get(index) >= 0;
    }

    void setBlock(int index, long block) {
        while (blocks.size() <= index) {
            blocks.add(-1L);
        }
        blocks.set(index, block);
        while (!blocks.isEmpty() && blocks.get(blocks.size() - 1) < 0) {
            blocks.remove(blocks.size() - 1);
        }
    }

    FileStatus status(boolean withToken) {
        return new FileStatus(fd, capacity(), type.label(), directoryOffset, withToken ? token : 0, modifiedMillis);
    }

    /** @return the path as far as names are known; a hash in brackets where one is not */
    String path() {
        if (parent.isEmpty()) {
            return "/";
        }
        String above = parent.get().path();
        String own = name.isEmpty() ? "[" + Integer.toHexString(hash) + "]" : name;
        return above.equals("/") ? "/" + own : above + "/" + own;
    }
}
