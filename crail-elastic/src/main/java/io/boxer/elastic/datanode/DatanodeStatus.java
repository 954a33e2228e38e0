// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.elastic.datanode.core.BlockTableCore;
import io.boxer.elastic.datanode.core.NodeFigures;

/**
 * How the node stands, as {@code GET /v1/status} tells it.
 *
 * @param incarnation as in the namenode's status
 * @param state of {@link io.boxer.common.LifeCycle}
 * @param session whether there is one with the namenode
 * @param warmBytes memory that is touched; the rest is slower at its first use
 * @param leaseLeftMillis 0 or less: no write is acknowledged now
 */
record DatanodeStatus(
        String name,
        String address,
        long incarnation,
        String pool,
        String state,
        boolean session,
        int blocks,
        long bytes,
        int memorySlots,
        int freeMemorySlots,
        int spillSlots,
        int freeSpillSlots,
        long warmBytes,
        int connections,
        long inFlightBytes,
        int tombstones,
        long leaseLeftMillis) {
    static DatanodeStatus of(NodeLoop node, DataPort port, String state, long warmBytes) {
        BlockTableCore core = node.core();
        NodeFigures figures = core.figures(NodeLoop.now());
        return new DatanodeStatus(
                core.register().name(),
                core.self().address().toString(),
                core.self().incarnation(),
                core.register().pool(),
                state,
                node.hasSession(),
                figures.blocks(),
                figures.bytes(),
                core.register().memorySlots(),
                figures.freeMemorySlots(),
                core.register().spillSlots(),
                figures.freeSpillSlots(),
                warmBytes,
                port.openConnections(),
                port.inFlightBytes(),
                figures.tombstones(),
                figures.leaseLeftNanos() / 1_000_000);
    }
}
