// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.common.sim.SimClock;
import io.boxer.elastic.datanode.core.BlockTableCore;
import io.boxer.elastic.datanode.core.NodeAction;
import io.boxer.elastic.datanode.core.Now;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A datanode's core with slots that outlive its process, connections and timers; it does what {@code NodeLoop} does. */
final class SimDatanode extends SimProcess implements LinkEnd.Receiver {
    static final long PULL_SILENCE_NANOS = 5_000_000_000L;

    final String pool;
    final SimSlots slots;
    private final SplittableRandom random;
    private final Asker asker = new Asker(this);
    private final ControlSession session;
    private FencedPort port;
    private Optional<BlockTableCore> core = Optional.empty();
    private Optional<Incarnation> incarnation = Optional.empty();

    SimDatanode(World world, String name, HostPort address, SimClock clock, String pool, SimSlots slots) {
        super(world, name, address, clock);
        this.pool = pool;
        this.slots = slots;
        this.random = world.random.split();
        this.session = new ControlSession(this);
        this.port = new FencedPort(world);
    }

    @Override
    void begin() {
        incarnate();
        session.begin();
    }

    private void incarnate() {
        incarnation.ifPresent(Incarnation::end);
        NodeRef self = new NodeRef(address, random.nextLong());
        Incarnation life = world.placements.began(self, this);
        incarnation = Optional.of(life);
        core = Optional.of(new BlockTableCore(self, name, pool, slots, new EntryTrace(world, life)));
    }

    @Override
    void ended() {
        incarnation.ifPresent(Incarnation::end);
        incarnation = Optional.empty();
        core = Optional.empty();
        asker.forgetAll();
        port = new FencedPort(world);
    }

    @Override
    boolean listens() {
        return true;
    }

    BlockTableCore core() {
        return core.orElseThrow();
    }

    NodeRef self() {
        return core().self();
    }

    Now now() {
        return new Now(clock.nanos(), clock.wallMillis());
    }

    Message heartbeat() {
        incarnation.orElseThrow().asked(now());
        return core().heartbeat(now());
    }

    void handle(ControlMessage message) {
        perform(message.type().name(), core().handle(message, now()));
    }

    private void perform(String cause, List<NodeAction> actions) {
        for (NodeAction action : actions) {
            if (action instanceof NodeAction.Send send) {
                session.send(send.message());
            } else if (action instanceof NodeAction.Pull pull) {
                after(pull.afterMillis() * 1_000_000, () -> pull(pull));
            } else if (action instanceof NodeAction.StartOver) {
                Violation.unless(
                        world.placements.model.isDead(self()), "R9", "%s is told that it is dead, and is not", self());
                incarnate();
                session.renew();
            } else if (action instanceof NodeAction.RenewSession) {
                session.renew();
            } else if (action instanceof NodeAction.MayGo) {
                world.mayGo(this);
            } else if (action instanceof NodeAction.Ignored ignored) {
                world.log(this, "ignores", cause.hashCode(), ignored::why);
            } else {
                throw new IllegalStateException("no way to do " + action);
            }
        }
    }

    private void pull(NodeAction.Pull pull) {
        asker.ask(pull.source().address(), pull.request(), PULL_SILENCE_NANOS, reply -> {
            if (reply.isPresent() && reply.get() instanceof DataReply answer) {
                perform("PULLED", core().pulled(pull.request(), answer, now()));
            } else {
                perform("PULL", core().pullFailed(pull.request(), now()));
            }
        });
    }

    @Override
    LinkEnd.Receiver accept(LinkEnd end) {
        return this;
    }

    @Override
    public void opened(LinkEnd end) {
        // the others call
    }

    @Override
    public void heard(LinkEnd end, Frame frame) {
        if (frame.message() instanceof DataRequest.Hello hello) {
            if (port.greets(end, hello)) {
                end.send(new Frame(frame.requestId(), new DataReply.HelloOk()));
            }
        } else if (port.admits(end)) {
            end.send(new Frame(frame.requestId(), answer(frame.message())));
        }
    }

    @Override
    public void broken(LinkEnd end) {
        port.closed(end);
    }

    private DataReply answer(Message message) {
        if (message instanceof DataRequest.Write write) {
            return NodeMarks.wrote(world.marks, core().write(write, now()), write, self());
        } else if (message instanceof DataRequest.Read read) {
            return NodeMarks.read(
                    world.marks,
                    core().read(read, now()),
                    incarnation.orElseThrow().entry(read.block()));
        } else if (message instanceof DataRequest.Pull pull) {
            return core().pull(pull);
        }
        throw new Violation("codec", "%s is sent %s", name, message);
    }

    @Override
    void late(LinkEnd end, Frame frame) {
        if (frame.message() instanceof ControlMessage control) {
            NodeMarks.lateControl(world, this, control);
            handle(control);
        } else if (frame.message() instanceof DataRequest.Hello hello) {
            port.greets(end, hello);
        } else if (frame.message() instanceof DataRequest request && port.admits(end)) {
            DataReply reply = answer(request);
            if (request instanceof DataRequest.Write && !(reply instanceof DataReply.Written)) {
                world.marks.hit(Marks.Mark.LATE_WRITE_REFUSED);
            }
        }
    }
}
