// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import java.nio.ByteBuffer;
import java.util.List;

/** One message of each type, every field with a value of its own. */
final class MessageSamples {
    private static final NodeRef NODE = new NodeRef(new HostPort("10.0.0.5", 4711), 0x1122334455667788L);
    private static final NodeRef OTHER = new NodeRef(new HostPort("node-3", 1), -1);
    private static final ControlMessage.Header HEADER = new ControlMessage.Header(3, 4, 5, NODE);
    private static final Ranges RANGES = Ranges.of(0, 10).plus(20, 30);
    private static final FilePath PATH = FilePath.ofText("/a/b");
    private static final FileStatus FILE = new FileStatus(1, 2, 3, -2, 5, 6);
    private static final Caller CALLER = new Caller(8, 9);
    private static final BlockLocation LOCATION = new BlockLocation(7, 1, NODE, 2, 3, true);
    private static final NodeMessage.Entry ENTRY = new NodeMessage.Entry(7, 2, EntryState.FROZEN, 100);

    private MessageSamples() {}

    static Message of(MessageType type) {
        return switch (type) {
            case NEW -> new ControlMessage.New(HEADER, 7, 1, List.of(NODE, OTHER), 2);
            case ALLOC -> new ControlMessage.Alloc(HEADER, 7, 2, List.of(OTHER));
            case FREEZE -> new ControlMessage.Freeze(HEADER, 7, 1, 2);
            case ACTIVATE -> new ControlMessage.Activate(HEADER, 7, 2, List.of(NODE), 3, List.of(1, 4));
            case MOVED -> new ControlMessage.Moved(HEADER, 7, OTHER, 2);
            case DROP -> new ControlMessage.Drop(HEADER, 7, 2);
            case STATUS -> new ControlMessage.Status(HEADER, 7, 2);
            case SESSION -> new ControlMessage.Session(3, 4);
            case LEASE -> new ControlMessage.Lease(123, 456);
            case DEAD -> new ControlMessage.Dead(NODE);
            case DRAINED -> new ControlMessage.Drained(NODE);
            case REGISTER -> new NodeMessage.Register(NODE, "spot-1", "spot:m6i.large:us-east-1a", 10, 20);
            case HEARTBEAT -> new NodeMessage.Heartbeat(NODE, 1, 2, 3, 4, List.of(ENTRY, ENTRY));
            case NOTICE -> new NodeMessage.Notice(NODE, "id", "sigterm", 30_000);
            case REPORT -> new NodeMessage.Report(NODE, List.of(ENTRY), 5, true);
            case ACTIVATED -> new NodeMessage.Activated(NODE, 7, 2);
            case NO_SPACE -> new NodeMessage.NoSpace(NODE, 7, 2);
            case ALLOCATED -> new NodeMessage.Allocated(NODE, 7, 2);
            case FROZEN -> new NodeMessage.Frozen(NODE, 7, 2, RANGES, 99);
            case READY -> new NodeMessage.Ready(NODE, 7, 2, RANGES, 99);
            case DROPPED -> new NodeMessage.Dropped(NODE, 7, 2);
            case STATE -> new NodeMessage.State(NODE, 7, 2, EntryState.LIVE, 1, 3, RANGES, 99);
            case REFUSED -> new NodeMessage.Refused(NODE, 7, 2, EntryState.READY, 1);
            case CREATE_FILE -> new ClientRequest.CreateFile(CALLER, PATH, 1, 2, 3, true);
            case GET_FILE -> new ClientRequest.GetFile(PATH);
            case SET_FILE -> new ClientRequest.SetFile(1, 2, 3, true);
            case REMOVE_FILE -> new ClientRequest.RemoveFile(CALLER, PATH, true);
            case RENAME_FILE -> new ClientRequest.RenameFile(CALLER, PATH, FilePath.ofText("/ä"));
            case GET_BLOCKS -> new ClientRequest.GetBlocks(1, 2, 3, 4, true);
            case RESOLVE -> new ClientRequest.Resolve(7);
            case WRITE_RECORD -> new ClientRequest.WriteRecord(1, 2, body());
            case READ_RECORDS -> new ClientRequest.ReadRecords(1, 2, 3);
            case LEASE_DIRECTORY -> new ClientRequest.LeaseDirectory(PATH, 5);
            case GET_LOST -> new ClientRequest.GetLost(PATH);
            case PING -> new ClientRequest.Ping();
            case FILE -> new ClientReply.File(FILE, FILE, List.of(LOCATION));
            case FILES -> new ClientReply.Files(List.of(FILE, FILE));
            case BLOCKS -> new ClientReply.Blocks(List.of(LOCATION, LOCATION));
            case AT -> new ClientReply.At(7, NODE, 2, 3);
            case BUSY -> new ClientReply.Busy(7, 5);
            case LOST -> new ClientReply.Lost(7, "spot-2 was silent");
            case DELETED -> new ClientReply.Deleted(7);
            case RECORDS -> new ClientReply.Records(body());
            case LOST_EXTENTS -> new ClientReply.LostExtents(List.of(new LostExtent(1, 2, 3, "gone")));
            case DONE -> new ClientReply.Done();
            case FAILED -> new ClientReply.Failed(4, "no");
            case HELLO -> new DataRequest.Hello(1, 2);
            case WRITE -> new DataRequest.Write(1, 7, 2, 3, 4, body());
            case READ -> new DataRequest.Read(1, 7, 2, 3, 4);
            case PULL -> new DataRequest.Pull(1, 7, 2);
            case HELLO_OK -> new DataReply.HelloOk();
            case WRITTEN -> new DataReply.Written();
            case BYTES -> new DataReply.Bytes(body());
            case PULLED -> new DataReply.Pulled(2, RANGES, 99, body());
            case RETRY -> new DataReply.Retry(DataReply.RetryReason.ASK_AGAIN, 50);
            case REDIRECT -> new DataReply.Redirect(7, OTHER, 3);
            case FINAL -> new DataReply.Final(DataReply.FinalReason.OUT_OF_BOUNDS, "too far");
        };
    }

    private static ByteBuffer body() {
        return ByteBuffer.wrap(new byte[] {10, 20, 30});
    }
}
