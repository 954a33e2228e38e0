// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
import io.boxer.common.sim.SimClock;
import io.boxer.elastic.rpc.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * One process: it lives, is stopped for a while, dies without a last word, and is started again. What is due while it stands
 * still happens, in order, when it goes on.
 */
abstract class SimProcess {
    final World world;
    final String name;
    final HostPort address;
    final SimClock clock;
    final List<LinkEnd> ends = new ArrayList<>();

    private final Queue<Runnable> backlog = new ArrayDeque<>();
    private int life;
    private boolean up;
    private boolean paused;
    private boolean suspended;
    private long pausedSince;

    SimProcess(World world, String name, HostPort address, SimClock clock) {
        this.world = world;
        this.name = name;
        this.address = address;
        this.clock = clock;
    }

    /** Begins its life; called when it is up. */
    abstract void begin();

    /** Its memory is gone. */
    abstract void ended();

    /** Whether connections are accepted. */
    abstract boolean listens();

    abstract LinkEnd.Receiver accept(LinkEnd end);

    /** A message of an old connection, or its copy, arrives when nobody expects it any more. */
    abstract void late(LinkEnd end, Frame frame);

    boolean isUp() {
        return up;
    }

    boolean isPaused() {
        return paused;
    }

    int life() {
        return life;
    }

    final void boot() {
        if (!up) {
            life++;
            up = true;
            world.log(this, "boot", life, () -> "life " + life);
            begin();
        }
    }

    /** @param quietly the machine is gone: nobody is told that its connections are */
    final void kill(boolean quietly) {
        if (up) {
            world.log(this, "killed", quietly ? 1 : 0, () -> quietly ? "with its machine" : "the process alone");
            up = false;
            paused = false;
            suspended = false;
            backlog.clear();
            List<LinkEnd> open = List.copyOf(ends);
            ends.clear();
            open.forEach(end -> end.died(quietly));
            ended();
        }
    }

    /** @param asMachine the machine is suspended, so its monotonic clock stands still; else the process is stopped */
    final void pause(boolean asMachine) {
        if (up && !paused) {
            world.log(this, "paused", asMachine ? 1 : 0, () -> asMachine ? "with its machine" : "the process alone");
            paused = true;
            suspended = asMachine;
            pausedSince = world.scheduler.now();
        }
    }

    final void resume() {
        if (up && paused) {
            world.log(this, "resumed", backlog.size(), () -> backlog.size() + " events waited");
            if (suspended) {
                clock.stoodStill(world.scheduler.now() - pausedSince);
            }
            paused = false;
            suspended = false;
            int ofLife = life;
            while (!backlog.isEmpty() && !paused && up && life == ofLife) {
                backlog.remove().run();
            }
        }
    }

    /** @return for how long its monotonic clock has been standing still */
    long suspendedNanos() {
        return suspended ? world.scheduler.now() - pausedSince : 0;
    }

    /** Runs it in this process, if it still lives the life that is meant. */
    final void run(int ofLife, Runnable event) {
        if (up && life == ofLife) {
            if (paused) {
                backlog.add(event);
            } else {
                event.run();
            }
        }
    }

    /** A timer of this process. */
    final void after(long localNanos, Runnable event) {
        int ofLife = life;
        world.scheduler.after(clock.virtual(localNanos), () -> run(ofLife, event));
    }

    @Override
    public String toString() {
        return name;
    }
}
