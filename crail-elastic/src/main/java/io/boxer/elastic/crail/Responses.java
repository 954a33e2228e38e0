// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import org.apache.crail.metadata.BlockInfo;
import org.apache.crail.metadata.FileInfo;
import org.apache.crail.rpc.RpcCreateFile;
import org.apache.crail.rpc.RpcDeleteFile;
import org.apache.crail.rpc.RpcErrors;
import org.apache.crail.rpc.RpcGetBlock;
import org.apache.crail.rpc.RpcGetFile;
import org.apache.crail.rpc.RpcGetLocation;
import org.apache.crail.rpc.RpcPing;
import org.apache.crail.rpc.RpcRenameFile;
import org.apache.crail.rpc.RpcVoid;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the form Crail's client takes them. Crail has response classes of its own, but they copy a {@code BlockInfo} and
 * so would lose what ours brings along. A null where there is an error is Crail's contract.
 */
final class Responses {
    private Responses() {}

    record Created(FileInfo file, FileInfo parent, BlockInfo fileBlock, BlockInfo dirBlock) implements RpcCreateFile {
        @Override
        public FileInfo getFile() {
            return file;
        }

        @Override
        public FileInfo getParent() {
            return parent;
        }

        @Override
        public BlockInfo getFileBlock() {
            return fileBlock;
        }

        @Override
        public BlockInfo getDirBlock() {
            return dirBlock;
        }

        @Override
        public short getError() {
            return RpcErrors.ERR_OK;
        }
    }

    record Found(
            short error, @Nullable FileInfo file, @Nullable BlockInfo fileBlock) implements RpcGetFile {
        @Override
        public @Nullable FileInfo getFile() {
            return file;
        }

        @Override
        public @Nullable BlockInfo getFileBlock() {
            return fileBlock;
        }

        @Override
        public short getError() {
            return error;
        }
    }

    record Removed(
            short error, @Nullable FileInfo file, @Nullable FileInfo parent) implements RpcDeleteFile {
        @Override
        public @Nullable FileInfo getFile() {
            return file;
        }

        @Override
        public @Nullable FileInfo getParent() {
            return parent;
        }

        @Override
        public short getError() {
            return error;
        }
    }

    /** Both ends of a rename; {@code block} is where the record of each goes. */
    record End(FileInfo parent, FileInfo file, BlockInfo block) {}

    record Renamed(
            short error, @Nullable End source, @Nullable End target) implements RpcRenameFile {
        @Override
        public @Nullable FileInfo getSrcParent() {
            return source == null ? null : source.parent();
        }

        @Override
        public @Nullable FileInfo getSrcFile() {
            return source == null ? null : source.file();
        }

        @Override
        public @Nullable BlockInfo getSrcBlock() {
            return source == null ? null : source.block();
        }

        @Override
        public @Nullable FileInfo getDstParent() {
            return target == null ? null : target.parent();
        }

        @Override
        public @Nullable FileInfo getDstFile() {
            return target == null ? null : target.file();
        }

        @Override
        public @Nullable BlockInfo getDstBlock() {
            return target == null ? null : target.block();
        }

        @Override
        public short getError() {
            return error;
        }
    }

    record Block(BlockInfo block) implements RpcGetBlock {
        @Override
        public BlockInfo getBlockInfo() {
            return block;
        }

        /** @throws UnsupportedOperationException always: only a server of Crail's has a reason to call it */
        @Override
        public void setBlockInfo(BlockInfo other) {
            throw new UnsupportedOperationException("an answer does not change");
        }

        @Override
        public short getError() {
            return RpcErrors.ERR_OK;
        }
    }

    record Placed(long fd, BlockInfo block) implements RpcGetLocation {
        @Override
        public BlockInfo getBlockInfo() {
            return block;
        }

        @Override
        public long getFd() {
            return fd;
        }

        @Override
        public short getError() {
            return RpcErrors.ERR_OK;
        }
    }

    record Done() implements RpcVoid, RpcPing {
        @Override
        public int getData() {
            return 0;
        }

        @Override
        public short getError() {
            return RpcErrors.ERR_OK;
        }
    }
}
