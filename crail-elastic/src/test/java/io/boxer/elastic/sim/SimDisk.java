// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.namenode.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** The namenode's log: what was synced survives, nothing else does. A sync takes a while, and may be the last deed of its process. */
final class SimDisk {
    /** The process died in a sync. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final World world;
    private final SplittableRandom random;
    private final List<byte[]> synced = new ArrayList<>();

    SimDisk(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        store(List.of(new LogRecord.Format(1, 2, World.BLOCK_BYTES)));
    }

    List<LogRecord> recover() {
        return synced.stream()
                .map(bytes -> LogRecord.decode(ByteBuffer.wrap(bytes)))
                .toList();
    }

    int size() {
        return synced.size();
    }

    /** @throws Died before, amid or after it */
    void write(List<LogRecord> batch) {
        boolean dies = world.faultsOn() && random.nextDouble() < world.rates.crashAtSync();
        int whole = dies ? random.nextInt(batch.size() + 1) : batch.size();
        store(batch.subList(0, whole));
        if (dies) {
            if (whole < batch.size()) {
                world.marks.hit(Marks.Mark.UNSYNCED_RECORDS_LOST);
            }
            throw new Died();
        }
    }

    private void store(List<LogRecord> records) {
        for (LogRecord record : records) {
            synced.add(record.encode());
            world.log(world.namenodeName(), "durable", synced.size(), record::toString);
            world.durable(record);
        }
    }

    /** 0.1 to 3 ms, now and then 300. */
    private long syncNanos() {
        return random.nextInt(200) == 0 ? 300_000_000L : 100_000 + random.nextLong(2_900_000);
    }

    /** The thread that syncs, in the life of the process at hand. */
    AbstractExecutorService writer(SimProcess process) {
        return new AbstractExecutorService() {
            @Override
            public void execute(Runnable task) {
                process.after(syncNanos(), task);
            }

            @Override
            public void shutdown() {
                // the process is what ends
            }

            @Override
            public List<Runnable> shutdownNow() {
                return List.of();
            }

            @Override
            public boolean isShutdown() {
                return false;
            }

            @Override
            public boolean isTerminated() {
                return false;
            }

            @Override
            public boolean awaitTermination(long timeout, TimeUnit unit) {
                return false;
            }
        };
    }
}
