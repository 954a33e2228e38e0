// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.sim.Marks.Mark;
import java.util.Optional;

/** Which cases the answers of datanodes are. */
final class NodeMarks {
    private NodeMarks() {}

    static DataReply wrote(Marks marks, DataReply reply, DataRequest.Write write, NodeRef self) {
        if (write.incarnation() != self.incarnation()) {
            marks.hit(Mark.OLD_INCARNATION_ADDRESSED);
        }
        if (reply instanceof DataReply.Retry retry) {
            marks.hit(
                    switch (retry.reason()) {
                        case FROZEN, NOT_FROZEN -> Mark.WRITE_WHILE_FROZEN;
                        case STALE_GEN -> Mark.WRITE_WITH_STALE_GEN;
                        case NOT_MINE -> Mark.WRITE_NOT_MINE;
                        case NO_LEASE -> Mark.WRITE_WITHOUT_LEASE;
                        case ASK_AGAIN -> Mark.ASK_AGAIN;
                    });
        }
        return reply;
    }

    static DataReply read(Marks marks, DataReply reply, Optional<Incarnation.View> entry) {
        if (reply instanceof DataReply.Bytes
                && entry.filter(view -> view.state() == EntryState.FROZEN).isPresent()) {
            marks.hit(Mark.READ_FROM_FROZEN);
        } else if (reply instanceof DataReply.Retry retry && retry.reason() == DataReply.RetryReason.ASK_AGAIN) {
            marks.hit(Mark.ASK_AGAIN);
        } else if (reply instanceof DataReply.Final) {
            marks.hit(Mark.NOT_WRITTEN);
        }
        return reply;
    }

    static void lateControl(World world, SimDatanode node, ControlMessage message) {
        if (message instanceof ControlMessage.BlockCommand command) {
            world.marks.hit(Mark.LATE_CONTROL_IGNORED);
            boolean gone = world.placements
                    .life(node.self())
                    .flatMap(life -> life.entry(command.block()))
                    .isEmpty();
            if (message instanceof ControlMessage.New && gone) {
                world.marks.hit(Mark.LATE_NEW_AFTER_DROP_REFUSED);
            }
        }
    }
}
