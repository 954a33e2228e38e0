// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import java.util.EnumSet;
import java.util.Set;

/** Cases that a run reached: a workload that stops reaching one of them would prove less without a word. */
final class Marks {
    /** Every one must be hit by the seeds of a CI run. */
    enum Mark {
        ABORT,
        ROLL,
        ROLLED,
        LOST,
        DELETED_WHILE_MOVING,
        DEAD_TARGET,
        DEAD_SOURCE_BEFORE_READY,
        READY_OUTLIVES_SOURCE,
        MOVED_REDIRECT,
        REDIRECT_TO_DEAD_NODE,
        READ_FROM_FROZEN,
        WRITE_WHILE_FROZEN,
        WRITE_WITH_STALE_GEN,
        WRITE_NOT_MINE,
        WRITE_WITHOUT_LEASE,
        NOT_WRITTEN,
        ASK_AGAIN,
        LATE_CONTROL_IGNORED,
        LATE_NEW_AFTER_DROP_REFUSED,
        LATE_WRITE_REFUSED,
        LATE_REGISTER,
        NO_SPACE,
        DECLARED_DEAD_BUT_ALIVE,
        LEASE_GIVEN_UP_AFTER_SUSPEND,
        OLD_INCARNATION_ADDRESSED,
        SLOT_RECYCLED,
        SPILLED,
        OUT_OF_ORDER_WRITES,
        NAMENODE_RESTART,
        RESTART_WHILE_MOVING,
        RESTART_WHILE_COMMITTED,
        RESTART_WHILE_CREATING,
        UNSYNCED_RECORDS_LOST,
        REPEATED_REQUEST_ANSWERED_AGAIN,
        STORE_FULL,
        DRAINED_BEFORE_DEADLINE,
        DRAIN_OVERTAKEN,
        SCALE_IN_DRAINED,
        BLOCK_LOST_SEEN_BY_CLIENT,
        DELETED_SEEN_BY_READER,
        HALF_OPEN_SESSION,
        CONNECTION_FENCED,
        FENCED_REQUEST_IGNORED,
    }

    private final Set<Mark> hit = EnumSet.noneOf(Mark.class);

    void hit(Mark mark) {
        hit.add(mark);
    }

    Set<Mark> all() {
        return hit;
    }
}
