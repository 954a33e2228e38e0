// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.common.BoxerException;
import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.ShuffleBlockId;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Turns what Spark's map output tracker says into requests, one or more for each container. No state. */
final class WantedOutputs {
    private WantedOutputs() {}

    /**
     * One entry for each map output with bytes in the partition range.
     *
     * @throws BoxerException BUG if a location is not ours
     */
    static List<WantedOutput> from(
            Iterator<Tuple2<BlockManagerId, Seq<Tuple3<BlockId, Object, Object>>>> blocksByAddress,
            int startPartition,
            int endPartition) {
        List<WantedOutput> wanted = new ArrayList<>();
        while (blocksByAddress.hasNext()) {
            Tuple2<BlockManagerId, Seq<Tuple3<BlockId, Object, Object>>> entry = blocksByAddress.next();
            wanted.add(from(entry._1(), entry._2().iterator(), startPartition, endPartition));
        }
        return wanted;
    }

    private static WantedOutput from(
            BlockManagerId address,
            Iterator<Tuple3<BlockId, Object, Object>> blocks,
            int startPartition,
            int endPartition) {
        SegmentLocation location = SegmentLocation.from(address)
                .orElseThrow(() -> BoxerException.bug("%s was not written by this shuffle manager", address));
        Tuple3<BlockId, Object, Object> first = blocks.next();
        ShuffleBlockId id = (ShuffleBlockId) first._1();
        long bytes = (Long) first._2();
        while (blocks.hasNext()) {
            bytes += (Long) blocks.next()._2();
        }
        return new WantedOutput(
                new OutputId(id.shuffleId(), id.mapId()),
                (Integer) first._3(),
                address,
                location,
                id.reduceId(),
                startPartition,
                endPartition,
                bytes);
    }

    /** Neighbours in one container together, up to {@code maxBytes} a request; a larger output has one of its own. */
    static List<FetchRequest> requests(List<WantedOutput> wanted, long maxBytes) {
        List<WantedOutput> ordered = new ArrayList<>(wanted);
        ordered.sort(
                Comparator.comparing((WantedOutput output) -> output.location().container())
                        .thenComparing(output -> output.location().offset()));
        List<FetchRequest> requests = new ArrayList<>();
        List<WantedOutput> group = new ArrayList<>();
        long bytes = 0;
        for (WantedOutput output : ordered) {
            boolean fits = group.isEmpty()
                    || (bytes + output.estimatedBytes() <= maxBytes
                            && group.get(0)
                                    .location()
                                    .container()
                                    .equals(output.location().container()));
            if (!fits) {
                requests.add(new FetchRequest(List.copyOf(group), bytes));
                group.clear();
                bytes = 0;
            }
            group.add(output);
            bytes += output.estimatedBytes();
        }
        if (!group.isEmpty()) {
            requests.add(new FetchRequest(List.copyOf(group), bytes));
        }
        return requests;
    }
}
