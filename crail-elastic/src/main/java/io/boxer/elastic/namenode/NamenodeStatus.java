// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.util.List;
import java.util.Map;

/** What {@code GET /v1/status} shows; field by field in docs/openapi/namenode.yaml. Sizes in bytes, times in seconds. */
public record NamenodeStatus(
        String clusterId,
        int blockSizeBytes,
        int epoch,
        long files,
        long directories,
        long bytesWritten,
        long bytesStored,
        long peakBytes,
        long lostBlocks,
        long lostBytes,
        List<NodeStatus> nodes,
        List<DrainStatus> drains) {

    /** @param deadlineMillis left until the node is taken; -1 if nothing was announced */
    public record NodeStatus(
            String name,
            String address,
            String incarnation,
            String pool,
            String state,
            int memorySlots,
            int freeMemorySlots,
            int spillSlots,
            int freeSpillSlots,
            int blocks,
            long bytes,
            long deadlineMillis) {}

    /** @param targets where the bytes went, by node */
    public record DrainStatus(
            String id,
            String node,
            String kind,
            double noticeSeconds,
            long bytesAtNotice,
            int blocksAtNotice,
            long bytesMoved,
            int blocksMoved,
            long bytesLost,
            int blocksLost,
            double drainSeconds,
            String state,
            Map<String, Long> targets) {}

    static NamenodeStatus of(NamenodeCore core, long nowNanos) {
        NamenodeState state = core.state();
        List<Block> lost = state.blocks().values().stream()
                .filter(block -> block.state() == Block.State.LOST)
                .toList();
        return new NamenodeStatus(
                "%016x%016x".formatted(state.clusterIdHigh(), state.clusterIdLow()),
                state.blockSizeBytes(),
                state.epoch(),
                state.namespace().files(),
                state.namespace().containers(),
                state.bytesWritten(),
                state.bytesStored(),
                state.peakBytes(),
                lost.size(),
                lost.stream().mapToLong(Block::bytes).sum(),
                state.nodes().values().stream()
                        .map(node -> node(node, nowNanos))
                        .toList(),
                core.drains().all().stream()
                        .map(drain -> drain(drain, nowNanos))
                        .toList());
    }

    private static NodeStatus node(Node node, long nowNanos) {
        long deadlineMillis = node.drain()
                .filter(drain -> drain.deadlineNanos().isPresent())
                .map(drain -> Math.max(0, (drain.deadlineNanos().getAsLong() - nowNanos) / 1_000_000))
                .orElse(-1L);
        return new NodeStatus(
                node.name(),
                node.ref().address().toString(),
                Long.toHexString(node.ref().incarnation()),
                node.pool().text(),
                node.state(nowNanos).name(),
                node.memorySlots(),
                node.isDead() ? 0 : node.freeMemorySlots(),
                node.spillSlots(),
                node.isDead() ? 0 : node.freeSpillSlots(),
                node.isDead() ? 0 : node.blocks().size(),
                node.isDead() ? 0 : node.bytes(),
                deadlineMillis);
    }

    static DrainStatus drain(Drain drain, long nowNanos) {
        return new DrainStatus(
                drain.id(),
                drain.nodeName(),
                drain.kind(),
                drain.noticeSeconds(),
                drain.bytesAtNotice(),
                drain.blocksAtNotice(),
                drain.bytesMoved(),
                drain.blocksMoved(),
                drain.bytesLost(),
                drain.blocksLost(),
                drain.seconds(nowNanos),
                drain.state().name(),
                Map.copyOf(drain.targets()));
    }
}
