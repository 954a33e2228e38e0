// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
import io.boxer.common.sim.SimClock;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.tier.LocationCache;
import java.util.SplittableRandom;

/**
 * An application with its tier: creates files, appends to its own, reads anybody's with locations that may be very old,
 * deletes. A stubborn client does not learn from redirects and answers: it begins every operation at the place it heard first.
 */
final class SimClient extends SimProcess {
    private static final int HANDS = 2;
    private static final int CACHED_LOCATIONS = 12;

    final SplittableRandom random;
    final Asker asker = new Asker(this);
    final Questions questions = new Questions(this);
    final boolean stubborn;
    final int number;
    private final Writing writing;
    private final Reading reading;
    private LocationCache locations = new LocationCache(CACHED_LOCATIONS);
    private long requests;
    private int busy;

    SimClient(World world, int number, HostPort address, SimClock clock) {
        super(world, "client-" + number, address, clock);
        this.number = number;
        this.random = world.random.split();
        this.stubborn = random.nextBoolean();
        this.writing = new Writing(this);
        this.reading = new Reading(this);
    }

    LocationCache locations() {
        return locations;
    }

    /** @return how a repetition of this request is known as one */
    Caller caller() {
        return new Caller(number * 1000L + life(), ++requests);
    }

    @Override
    void begin() {
        busy = 0;
        for (int hand = 0; hand < HANDS; hand++) {
            next();
        }
    }

    private void next() {
        after(1_000_000 + random.nextLong(world.thinkNanos()), this::act);
    }

    private void act() {
        if (!world.workGoesOn()) {
            return;
        }
        busy++;
        int draw = random.nextInt(20);
        Runnable end = operationEnds();
        if (draw < 2) {
            writing.create(end);
        } else if (draw < 9) {
            writing.append(end);
        } else if (draw < 10) {
            writing.delete(end);
        } else if (draw < 13) {
            reading.open(end);
        } else {
            reading.read(end);
        }
    }

    /** T13: whatever began has an end, and in time; D for the question and D for the blocks. */
    private Runnable operationEnds() {
        long began = world.scheduler.now();
        int ofLife = life();
        world.pending(this, began, 1);
        return () -> {
            if (life() == ofLife) {
                busy--;
                world.pending(this, began, -1);
                next();
            }
        };
    }

    @Override
    void ended() {
        asker.forgetAll();
        locations = new LocationCache(CACHED_LOCATIONS);
        writing.abandonAll();
        reading.forgetAll();
        world.forgetPending(this);
    }

    @Override
    boolean listens() {
        return false;
    }

    @Override
    LinkEnd.Receiver accept(LinkEnd end) {
        throw new IllegalStateException("nobody calls a client");
    }

    @Override
    void late(LinkEnd end, Frame frame) {
        // the connection is closed: nothing of it reaches the application
    }

    Reading reading() {
        return reading;
    }

    int busy() {
        return busy;
    }
}
