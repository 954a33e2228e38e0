// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.FileStatus;
import org.apache.crail.CrailNodeType;
import org.apache.crail.metadata.FileInfo;

/** Crail's {@code FileInfo} from our {@link FileStatus}. */
final class ElasticFileInfo extends FileInfo {
    private static final long UNLISTED = NOT_ENUMERABLE;

    /**
     * The container into which Crail's client may write the records that the namenode does not need: it marks removals there,
     * and names that the namenode has learnt already. Whatever is written there vanishes.
     */
    static final long NOWHERE_FD = Long.MAX_VALUE;

    private ElasticFileInfo(FileStatus status, long directoryOffset) {
        super(status.fd(), CrailNodeType.parse(status.nodeType()), directoryOffset != UNLISTED);
        setDirOffset(directoryOffset);
        setCapacity(status.capacity());
        setModificationTime(status.modifiedMillis());
        setToken(status.token());
    }

    static FileInfo of(FileStatus status) {
        return new ElasticFileInfo(status, status.directoryOffset());
    }

    /** @return the file, such that Crail's client writes no record for it after a create */
    static FileInfo unlisted(FileStatus status) {
        return new ElasticFileInfo(status, UNLISTED);
    }

    /** @return the file, such that Crail's client finds room for its record in {@link #nowhere} */
    static FileInfo listedNowhere(FileStatus status) {
        return new ElasticFileInfo(status, 0);
    }

    static FileInfo nowhere() {
        return of(new FileStatus(NOWHERE_FD, 0, CrailNodeType.DIRECTORY.getLabel(), UNLISTED, 0, 0));
    }
}
