// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.nio.ByteBuffer;

/**
 * Tier to namenode: Crail's operations, and those that Crail does not have. Answered by a {@link ClientReply}.
 */
public sealed interface ClientRequest extends Message {
    /** Creates a file or a container. {@code nodeType}: label of Crail's {@code CrailNodeType}. */
    record CreateFile(
            Caller caller, FilePath path, int nodeType, int storageClass, int locationClass, boolean enumerable)
            implements ClientRequest {
        static CreateFile read(WireInput in) {
            return new CreateFile(
                    Caller.read(in), FilePath.read(in), in.getInt(), in.getInt(), in.getInt(), in.getBoolean());
        }

        @Override
        public void write(WireOutput out) {
            caller.write(out);
            path.write(out);
            out.putInt(nodeType);
            out.putInt(storageClass);
            out.putInt(locationClass);
            out.putBoolean(enumerable);
        }

        @Override
        public MessageType type() {
            return MessageType.CREATE_FILE;
        }
    }

    /** Looks a file up; the reply brings the locations of its blocks along. */
    record GetFile(FilePath path) implements ClientRequest {
        static GetFile read(WireInput in) {
            return new GetFile(FilePath.read(in));
        }

        @Override
        public void write(WireOutput out) {
            path.write(out);
        }

        @Override
        public MessageType type() {
            return MessageType.GET_FILE;
        }
    }

    /** Tells how long the file is by now, in bytes; it never shrinks. */
    record SetFile(long fd, long token, long capacity, boolean close) implements ClientRequest {
        static SetFile read(WireInput in) {
            return new SetFile(in.getLong(), in.getLong(), in.getLong(), in.getBoolean());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(token);
            out.putLong(capacity);
            out.putBoolean(close);
        }

        @Override
        public MessageType type() {
            return MessageType.SET_FILE;
        }
    }

    /** Removes a file, or a container with all that is in it. */
    record RemoveFile(Caller caller, FilePath path, boolean recursive) implements ClientRequest {
        static RemoveFile read(WireInput in) {
            return new RemoveFile(Caller.read(in), FilePath.read(in), in.getBoolean());
        }

        @Override
        public void write(WireOutput out) {
            caller.write(out);
            path.write(out);
            out.putBoolean(recursive);
        }

        @Override
        public MessageType type() {
            return MessageType.REMOVE_FILE;
        }
    }

    /** Renames within the store. */
    record RenameFile(Caller caller, FilePath source, FilePath target) implements ClientRequest {
        static RenameFile read(WireInput in) {
            return new RenameFile(Caller.read(in), FilePath.read(in), FilePath.read(in));
        }

        @Override
        public void write(WireOutput out) {
            caller.write(out);
            source.write(out);
            target.write(out);
        }

        @Override
        public MessageType type() {
            return MessageType.RENAME_FILE;
        }
    }

    /**
     * Locations of blocks {@code firstIndex} to {@code firstIndex + count - 1} of a file.
     *
     * @param token the writer's token; 0 for a reader
     * @param allocate whether missing blocks are to be made; the reply may bring fewer than asked, at least one
     */
    record GetBlocks(long fd, long token, int firstIndex, int count, boolean allocate) implements ClientRequest {
        static GetBlocks read(WireInput in) {
            return new GetBlocks(in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getBoolean());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(token);
            out.putInt(firstIndex);
            out.putInt(count);
            out.putBoolean(allocate);
        }

        @Override
        public MessageType type() {
            return MessageType.GET_BLOCKS;
        }
    }

    /** Where is this block now? Answered by AT, BUSY, LOST or DELETED. */
    record Resolve(long block) implements ClientRequest {
        static Resolve read(WireInput in) {
            return new Resolve(in.getLong());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
        }

        @Override
        public MessageType type() {
            return MessageType.RESOLVE;
        }
    }

    /** Crail's directory record for the child whose record is at {@code offset}: it brings the name. */
    record WriteRecord(long fd, long offset, ByteBuffer body) implements ClientRequest {
        static WriteRecord read(WireInput in) {
            return new WriteRecord(in.getLong(), in.getLong(), in.getBody());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(offset);
        }

        @Override
        public MessageType type() {
            return MessageType.WRITE_RECORD;
        }
    }

    /** Directory records of a container, as bytes. */
    record ReadRecords(long fd, long offset, int length) implements ClientRequest {
        static ReadRecords read(WireInput in) {
            return new ReadRecords(in.getLong(), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(offset);
            out.putInt(length);
        }

        @Override
        public MessageType type() {
            return MessageType.READ_RECORDS;
        }
    }

    /** Makes the directory if it is missing and keeps it for {@code ttlMillis}; unless renewed, it is removed with all in it. */
    record LeaseDirectory(FilePath path, long ttlMillis) implements ClientRequest {
        static LeaseDirectory read(WireInput in) {
            return new LeaseDirectory(FilePath.read(in), in.getLong());
        }

        @Override
        public void write(WireOutput out) {
            path.write(out);
            out.putLong(ttlMillis);
        }

        @Override
        public MessageType type() {
            return MessageType.LEASE_DIRECTORY;
        }
    }

    /** What was lost below this directory. */
    record GetLost(FilePath path) implements ClientRequest {
        static GetLost read(WireInput in) {
            return new GetLost(FilePath.read(in));
        }

        @Override
        public void write(WireOutput out) {
            path.write(out);
        }

        @Override
        public MessageType type() {
            return MessageType.GET_LOST;
        }
    }

    /** Are you there? */
    record Ping() implements ClientRequest {
        static Ping read(WireInput in) {
            return new Ping();
        }

        @Override
        public void write(WireOutput out) {
            // no fields
        }

        @Override
        public MessageType type() {
            return MessageType.PING;
        }
    }
}
