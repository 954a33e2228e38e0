// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.common.wire.WireInput;
import java.util.function.Function;

/** First byte of a message. A code is never used again for something else; the handshake compares the protocol's version. */
public enum MessageType {
    NEW(1, ControlMessage.New::read),
    ALLOC(2, ControlMessage.Alloc::read),
    FREEZE(3, ControlMessage.Freeze::read),
    ACTIVATE(4, ControlMessage.Activate::read),
    MOVED(5, ControlMessage.Moved::read),
    DROP(6, ControlMessage.Drop::read),
    STATUS(7, ControlMessage.Status::read),
    SESSION(8, ControlMessage.Session::read),
    LEASE(9, ControlMessage.Lease::read),
    DEAD(10, ControlMessage.Dead::read),
    DRAINED(11, ControlMessage.Drained::read),

    REGISTER(20, NodeMessage.Register::read),
    HEARTBEAT(21, NodeMessage.Heartbeat::read),
    NOTICE(22, NodeMessage.Notice::read),
    REPORT(23, NodeMessage.Report::read),
    ACTIVATED(24, NodeMessage.Activated::read),
    NO_SPACE(25, NodeMessage.NoSpace::read),
    ALLOCATED(26, NodeMessage.Allocated::read),
    FROZEN(27, NodeMessage.Frozen::read),
    READY(28, NodeMessage.Ready::read),
    DROPPED(29, NodeMessage.Dropped::read),
    STATE(30, NodeMessage.State::read),
    REFUSED(31, NodeMessage.Refused::read),

    CREATE_FILE(40, ClientRequest.CreateFile::read),
    GET_FILE(41, ClientRequest.GetFile::read),
    SET_FILE(42, ClientRequest.SetFile::read),
    REMOVE_FILE(43, ClientRequest.RemoveFile::read),
    RENAME_FILE(44, ClientRequest.RenameFile::read),
    GET_BLOCKS(45, ClientRequest.GetBlocks::read),
    RESOLVE(46, ClientRequest.Resolve::read),
    WRITE_RECORD(47, ClientRequest.WriteRecord::read),
    READ_RECORDS(48, ClientRequest.ReadRecords::read),
    LEASE_DIRECTORY(49, ClientRequest.LeaseDirectory::read),
    GET_LOST(50, ClientRequest.GetLost::read),
    PING(51, ClientRequest.Ping::read),

    FILE(60, ClientReply.File::read),
    FILES(61, ClientReply.Files::read),
    BLOCKS(62, ClientReply.Blocks::read),
    AT(63, ClientReply.At::read),
    BUSY(64, ClientReply.Busy::read),
    LOST(65, ClientReply.Lost::read),
    DELETED(66, ClientReply.Deleted::read),
    RECORDS(67, ClientReply.Records::read),
    LOST_EXTENTS(68, ClientReply.LostExtents::read),
    DONE(69, ClientReply.Done::read),
    FAILED(70, ClientReply.Failed::read),

    HELLO(80, DataRequest.Hello::read),
    WRITE(81, DataRequest.Write::read),
    READ(82, DataRequest.Read::read),
    PULL(83, DataRequest.Pull::read),

    HELLO_OK(90, DataReply.HelloOk::read),
    WRITTEN(91, DataReply.Written::read),
    BYTES(92, DataReply.Bytes::read),
    PULLED(93, DataReply.Pulled::read),
    RETRY(94, DataReply.Retry::read),
    REDIRECT(95, DataReply.Redirect::read),
    FINAL(96, DataReply.Final::read);

    private static final MessageType[] BY_CODE = new MessageType[128];

    static {
        for (MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    @SuppressWarnings("ImmutableEnumChecker") // the readers are static methods
    private final Function<WireInput, Message> reader;

    MessageType(int code, Function<WireInput, Message> reader) {
        this.code = code;
        this.reader = reader;
    }

    int code() {
        return code;
    }

    Message read(WireInput in) {
        return reader.apply(in);
    }

    static MessageType of(int code) {
        MessageType type = code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
        if (type == null) {
            throw new MalformedFrameException("message type=%d is unknown".formatted(code));
        }
        return type;
    }
}
