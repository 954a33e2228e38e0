// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.sim.SimClock;
import io.boxer.elastic.namenode.LogRecord;
import io.boxer.elastic.namenode.NamenodeAction;
import io.boxer.elastic.namenode.NamenodeCore;
import io.boxer.elastic.namenode.NamenodeEvent;
import io.boxer.elastic.namenode.SteppedOutbox;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.rpc.NodeMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The namenode's core with its outbox, a disk that may fail it, and connections; it does what {@code NamenodeLoop} does. */
final class SimNamenode extends SimProcess implements LinkEnd.Receiver {
    private static final long TICK_NANOS = 50_000_000L;

    private final SimDisk disk;
    private final Map<Long, LinkEnd> connections = new LinkedHashMap<>();
    private Optional<NamenodeCore> core = Optional.empty();
    private Optional<SteppedOutbox> outbox = Optional.empty();
    private boolean listening;
    private long decided;

    SimNamenode(World world, String name, HostPort address, SimClock clock, SimDisk disk) {
        super(world, name, address, clock);
        this.disk = disk;
    }

    @Override
    void begin() {
        List<LogRecord> records = disk.recover();
        world.restarted(records.size() > 1);
        decided = disk.size();
        outbox = Optional.of(new SteppedOutbox(disk::write, disk.writer(this), this::fatal));
        NamenodeCore fresh = new NamenodeCore();
        core = Optional.of(fresh);
        perform(fresh.start(records, now()));
        outbox.get().send(() -> listening = true);
        outbox.get().flush();
        after(TICK_NANOS, this::tick);
    }

    /** A failed sync is fatal. */
    private void fatal(Throwable cause) {
        if (!(cause instanceof SimDisk.Died)) {
            throw cause instanceof Violation violation ? violation : new AssertionError(cause);
        }
        world.namenodeCrashes();
    }

    @Override
    void ended() {
        if (decided > disk.size()) {
            world.marks.hit(Marks.Mark.UNSYNCED_RECORDS_LOST);
        }
        listening = false;
        connections.clear();
        core = Optional.empty();
        outbox = Optional.empty();
    }

    @Override
    boolean listens() {
        return listening;
    }

    private NamenodeEvent.Now now() {
        return new NamenodeEvent.Now(clock.nanos(), clock.wallMillis());
    }

    private void tick() {
        handle(new NamenodeEvent.Ticked());
        after(TICK_NANOS, this::tick);
    }

    /** @return false if the namenode knows no such node, or is away */
    boolean drain(String node, String id, String kind, OptionalLong deadlineMillis) {
        return listening && !isPaused() && ask(new NamenodeEvent.DrainAsked(node, id, kind, deadlineMillis));
    }

    boolean cordon(String node, boolean on) {
        return listening && !isPaused() && ask(new NamenodeEvent.CordonAsked(node, on));
    }

    private boolean ask(NamenodeEvent event) {
        try {
            handle(event);
            return true;
        } catch (BoxerException unknown) {
            return false;
        }
    }

    void handle(NamenodeEvent event) {
        perform(core.orElseThrow().handle(event, now()));
    }

    private void perform(List<NamenodeAction> actions) {
        SteppedOutbox out = outbox.orElseThrow();
        for (NamenodeAction action : actions) {
            if (action instanceof NamenodeAction.Append append) {
                decided++;
                decided(append.record());
                out.append(append.record());
            } else if (action instanceof NamenodeAction.Reply reply) {
                long restsOn = decided;
                out.send(() -> send(restsOn, reply.connection(), reply.requestId(), reply.reply()));
            } else if (action instanceof NamenodeAction.Control control) {
                long restsOn = decided;
                out.send(() -> send(restsOn, control.connection(), 0, control.message()));
            } else if (action instanceof NamenodeAction.Close close) {
                out.send(() -> Optional.ofNullable(connections.remove(close.connection()))
                        .ifPresent(LinkEnd::close));
            } else if (action instanceof NamenodeAction.Note note) {
                world.noted(this, note);
            }
        }
        out.flush();
    }

    private void decided(LogRecord record) {
        world.log(this, "decides", record.code(), record::toString);
        if (record instanceof LogRecord.NodeDead dead) {
            world.placements.declaredDead(dead.node());
        }
    }

    /** T1 and T9: what it says rests on durable records, and names only what is published. */
    private void send(long restsOn, long connection, long requestId, Message message) {
        Violation.unless(
                !world.checksOrder || restsOn <= disk.size(),
                "T1",
                "%s leaves before record %d is durable, durable are %d",
                message,
                restsOn,
                disk.size());
        if (message instanceof ClientReply.At at) {
            world.placements.named(at.block(), at.node(), at.gen());
        } else if (message instanceof ClientReply.File file) {
            file.blocks().forEach(each -> world.placements.named(each.block(), each.node(), each.gen()));
        } else if (message instanceof ClientReply.Blocks blocks) {
            blocks.blocks().forEach(each -> world.placements.named(each.block(), each.node(), each.gen()));
        } else if (message instanceof ControlMessage.Moved moved) {
            world.placements.named(moved.block(), moved.to(), moved.gen());
        }
        Optional.ofNullable(connections.get(connection)).ifPresent(end -> end.send(new Frame(requestId, message)));
    }

    @Override
    LinkEnd.Receiver accept(LinkEnd end) {
        connections.put(end.number, end);
        return this;
    }

    @Override
    public void opened(LinkEnd end) {
        // the others call
    }

    @Override
    public void heard(LinkEnd end, Frame frame) {
        if (frame.message() instanceof NodeMessage said) {
            if (said instanceof NodeMessage.NoSpace) {
                world.marks.hit(Marks.Mark.NO_SPACE);
            }
            handle(new NamenodeEvent.NodeSaid(end.number, said));
        } else if (frame.message() instanceof ClientRequest asked) {
            handle(new NamenodeEvent.ClientAsked(end.number, frame.requestId(), asked));
        } else {
            throw new Violation("codec", "the namenode is sent %s", frame);
        }
    }

    @Override
    public void broken(LinkEnd end) {
        connections.remove(end.number);
        handle(new NamenodeEvent.Disconnected(end.number));
    }

    @Override
    void late(LinkEnd end, Frame frame) {
        if (frame.message() instanceof NodeMessage.Register) {
            world.marks.hit(Marks.Mark.LATE_REGISTER);
        }
        heard(end, frame);
    }
}
