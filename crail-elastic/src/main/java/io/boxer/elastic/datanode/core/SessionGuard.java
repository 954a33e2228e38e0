// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import java.util.Optional;

/**
 * Decides which control messages count: those of the newest session of the newest namenode, in order, meant for this
 * incarnation. Confined to the thread of its table.
 */
final class SessionGuard {
    private final NodeRef self;
    private int namenodeEpoch;
    private long session;
    private long lastSequence;

    SessionGuard(NodeRef self) {
        this.self = self;
    }

    /** Whether this session is newer than all before it, which are closed thereby. */
    boolean open(ControlMessage.Session opened) {
        boolean newer = opened.namenodeEpoch() > namenodeEpoch
                || (opened.namenodeEpoch() == namenodeEpoch && opened.session() > session);
        if (newer) {
            namenodeEpoch = opened.namenodeEpoch();
            session = opened.session();
            lastSequence = 0;
        }
        return newer;
    }

    /** Why this message must have no effect; empty if it may, and then its sequence number is used up. */
    Optional<String> refuse(ControlMessage.Header header) {
        if (!header.to().equals(self)) {
            return Optional.of("to=%s, this is %s".formatted(header.to(), self));
        }
        if (header.namenodeEpoch() != namenodeEpoch || header.session() != session) {
            return Optional.of("epoch=%d session=%d, open is epoch=%d session=%d"
                    .formatted(header.namenodeEpoch(), header.session(), namenodeEpoch, session));
        }
        if (header.sequence() <= lastSequence) {
            return Optional.of("sequence=%d, last was %d".formatted(header.sequence(), lastSequence));
        }
        lastSequence = header.sequence();
        return Optional.empty();
    }

    long lastSequence() {
        return lastSequence;
    }

    /** Whether a session was ever opened. */
    boolean isOpen() {
        return session != 0 || namenodeEpoch != 0;
    }
}
