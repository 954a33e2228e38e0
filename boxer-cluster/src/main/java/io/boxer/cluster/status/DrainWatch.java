// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.common.BoxerException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One drain that was asked for by hand, from the request to its end. Confined to one thread. */
public final class DrainWatch {
    private static final long EVERY_MILLIS = 100;

    private final StoreAdmin admin;
    private final Drain asked;

    private DrainWatch(StoreAdmin admin, Drain asked) {
        this.admin = admin;
        this.asked = asked;
    }

    /**
     * Asks for it; the store is working when this returns.
     *
     * @param deadline until the node is taken; empty if nobody takes it
     * @throws BoxerException USER if there is no such node
     */
    public static DrainWatch start(StoreAdmin admin, String node, Optional<Duration> deadline) {
        String id = UUID.randomUUID().toString().replace("-", "");
        return new DrainWatch(admin, admin.drain(node, id, deadline.isPresent() ? "notice" : "scale-in", deadline));
    }

    /**
     * Returns when it is over.
     *
     * @param look hears how far it is, ten times a second
     */
    public Drain await(Consumer<Drain> look) throws InterruptedException {
        Drain now = asked;
        while (now.isRunning()) {
            look.accept(now);
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            now = admin.status().drains().stream()
                    .filter(drain ->
                            drain.id().equals(asked.id()) && drain.node().equals(asked.node()))
                    .findFirst()
                    .orElseThrow(() -> BoxerException.peer(
                            "the namenode no longer knows the drain of %s; boxer store status shows what it does",
                            asked.node()));
        }
        return now;
    }
}
