// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.common.sim.Scheduler;
import io.boxer.common.sim.SimClock;
import io.boxer.elastic.namenode.LogRecord;
import io.boxer.elastic.namenode.NamenodeAction;
import io.boxer.elastic.sim.Marks.Mark;
import io.boxer.elastic.sim.PlacementModel.Stage;
import io.boxer.elastic.tier.BlockLostException;
import io.boxer.elastic.tier.BlockOperation;
import io.boxer.elastic.tier.OperationTimeoutException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Everything of one run: processes, network, time, chance, and what is known of all of it at once. */
final class World {
    static final int BLOCK_BYTES = 512;

    /** D. */
    static final long DEADLINE_NANOS = 15_000_000_000L;

    /** An attempt's patience with a silent node. */
    static final long SILENCE_NANOS = 2_000_000_000L;

    /** How far a peer's clock may run apart from the world's in D, and the last answer's way. */
    private static final long GRACE_NANOS = 1_000_000_000L;

    final Scheduler scheduler = new Scheduler();
    final SplittableRandom random;
    final Rates rates;
    final Marks marks = new Marks();
    final Journal journal;
    final PlacementOracle placements;
    final Network network;
    final List<SimDatanode> nodes = new ArrayList<>();
    final List<SimClient> clients = new ArrayList<>();
    final Map<NodeRef, Long> deaths = new LinkedHashMap<>();

    /** Off, a namenode that speaks too early is noticed by what comes of it, not by the order of its deeds. */
    final boolean checksOrder;

    private final SimNamenode namenode;
    private final List<SimFile> files = new ArrayList<>();
    private final Set<Long> fds = new HashSet<>();
    private long clientIds;
    private final Map<SimClient, List<Long>> pending = new LinkedHashMap<>();
    private final long thinkNanos;
    private Optional<Chaos> chaos = Optional.empty();
    private int hosts;
    private boolean faultsOn = true;
    private boolean workOn = true;
    private boolean calm;

    World(long seed, boolean readable, boolean checksOrder) {
        this.random = new SplittableRandom(seed);
        this.checksOrder = checksOrder;
        this.journal = new Journal(scheduler, readable);
        this.rates = Rates.draw(random.split());
        this.thinkNanos = 20_000_000L + random.nextLong(300_000_000L);
        this.placements = new PlacementOracle(this);
        this.network = new Network(this, random.split());
        SimDisk disk = new SimDisk(this, random.split());
        this.namenode = new SimNamenode(this, namenodeName(), nextAddress(), clock(), disk);
        network.host(namenode);
    }

    HostPort nextAddress() {
        return new HostPort("10.0.0." + ++hosts, 7000);
    }

    SimClock clock() {
        // half of the clocks are as wrong as they may be: the margins are made for those
        double share = random.nextBoolean() ? 1 : random.nextDouble();
        double error = (random.nextBoolean() ? share : -share) * rates.clockDrift();
        return new SimClock(scheduler, 1 + error, random.nextLong(1_000_000_000_000L));
    }

    SimDatanode addNode(String name, String pool, int memorySlots, int spillSlots) {
        SimSlots slots = new SimSlots(marks, memorySlots, spillSlots);
        SimDatanode node = new SimDatanode(this, name, nextAddress(), clock(), pool, slots);
        nodes.add(node);
        network.host(node);
        node.boot();
        return node;
    }

    void addClient(int number) {
        SimClient client = new SimClient(this, number, nextAddress(), clock());
        clients.add(client);
        network.host(client);
        client.boot();
    }

    SimNamenode namenode() {
        return namenode;
    }

    String namenodeName() {
        return "namenode";
    }

    long thinkNanos() {
        return thinkNanos;
    }

    boolean faultsOn() {
        return faultsOn;
    }

    void faultsOff() {
        faultsOn = false;
    }

    boolean workGoesOn() {
        return workOn;
    }

    void stopWork() {
        workOn = false;
    }

    /** From here on the store must answer: who asks now gets no timeout. */
    void calm() {
        calm = true;
    }

    void begin(Chaos faults) {
        chaos = Optional.of(faults);
        faults.begin();
    }

    void log(SimProcess who, String what, long value, Supplier<String> text) {
        journal.add(who.name, what, value, text);
    }

    void log(String who, String what, long value, Supplier<String> text) {
        journal.add(who, what, value, text);
    }

    void durable(LogRecord record) {
        placements.durable(record);
        chaos.ifPresent(it -> it.decided(record));
    }

    void namenodeCrashes() {
        namenode.kill(random.nextBoolean());
        scheduler.after(100_000_000L + random.nextLong(2_500_000_000L), namenode::boot);
    }

    void restarted(boolean again) {
        if (again) {
            marks.hit(Mark.NAMENODE_RESTART);
            markIf(Stage.MIGRATING, Mark.RESTART_WHILE_MOVING);
            markIf(Stage.COMMITTED, Mark.RESTART_WHILE_COMMITTED);
            markIf(Stage.CREATING, Mark.RESTART_WHILE_CREATING);
        }
    }

    private void markIf(Stage stage, Mark mark) {
        if (placements.model.all().stream().anyMatch(placed -> placed.stage == stage)) {
            marks.hit(mark);
        }
    }

    void noted(SimProcess who, NamenodeAction.Note note) {
        log(who, "notes", note.kind().hashCode(), () -> "%s %s: %s".formatted(note.kind(), note.node(), note.text()));
        if (note.kind().equals("drained")) {
            marks.hit(Mark.DRAINED_BEFORE_DEADLINE);
        } else if (note.kind().equals("dead") && note.text().contains("ran out")) {
            marks.hit(Mark.DRAIN_OVERTAKEN);
        }
    }

    /** A drained node ends its process; a new one comes later. */
    void mayGo(SimDatanode node) {
        marks.hit(Mark.SCALE_IN_DRAINED);
        if (random.nextInt(4) > 0) {
            node.kill(false);
            scheduler.after(500_000_000L + random.nextLong(3_000_000_000L), node::boot);
        }
    }

    SimFile newFile(int writer) {
        SimFile file = new SimFile("/f" + files.size(), writer);
        files.add(file);
        return file;
    }

    List<SimFile> files() {
        return files;
    }

    long freshClient() {
        return ++clientIds;
    }

    void freshFd(long fd) {
        Violation.unless(fds.add(fd), "G4", "fd=%x is given out twice", fd);
    }

    void pending(SimClient client, long began, int change) {
        List<Long> open = pending.computeIfAbsent(client, key -> new ArrayList<>());
        if (change > 0) {
            open.add(began);
        } else {
            open.remove(began);
            // one question for locations, the blocks, one question for the length: each has D
            long most = 3 * (DEADLINE_NANOS + GRACE_NANOS);
            Violation.unless(scheduler.now() - began <= most, "L2", "%s: an operation took longer than 3 D", client);
        }
    }

    void forgetPending(SimClient client) {
        pending.remove(client);
    }

    int pendingOperations() {
        return pending.values().stream().mapToInt(List::size).sum();
    }

    /** A failure that a client sees must be true: lost is lost, deleted is deleted, and what is not decided may time out. */
    void checkFailure(SimClient client, BlockOperation operation, SimFile file, IOException error) {
        log(client, "failed", operation.offset(), () -> "%s of %s: %s".formatted(operation, file, error));
        boolean lost = placements.model.find(operation.block()).stream().anyMatch(p -> p.stage == Stage.LOST);
        if (error instanceof BlockLostException) {
            marks.hit(Mark.BLOCK_LOST_SEEN_BY_CLIENT);
            Violation.unless(lost, "S8", "%s of %s: %s, but the block is not", operation, file, error);
        } else if (error instanceof FileNotFoundException) {
            marks.hit(Mark.DELETED_SEEN_BY_READER);
            Violation.unless(file.deleteInvoked, "G4", "%s of %s: %s, but nobody did", operation, file, error);
        } else if (error instanceof OperationTimeoutException) {
            timedOut(client, String.valueOf(error.getMessage()));
        } else {
            throw new Violation("S1", "%s of %s: %s", operation, file, error);
        }
    }

    void timedOut(SimClient client, String what) {
        log(client, "timeout", 0, () -> what);
        Violation.unless(!calm, "L2", "%s has no answer though all is well: %s", client, what);
    }
}
