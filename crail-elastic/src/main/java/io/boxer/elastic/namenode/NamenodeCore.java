// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.elastic.namenode.NamenodeEvent.Now;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides everything a namenode decides. Events in, actions out; no I/O, no clock, no threads, so that the same code runs in
 * production, under the simulator and in unit tests. docs/protocol.md is its specification.
 *
 * <p>Confined to one thread: the namenode's event loop, or the simulator's scheduler.
 */
public final class NamenodeCore {
    private final NamenodeState state = new NamenodeState();
    private final Decisions decisions;
    private final BlockWaiters waiters = new BlockWaiters();
    private final BlockProcedures procedures;
    private final BlockRequests blocks;
    private final FileRequests files;
    private final DirectoryRequests directories;
    private final Drains drains;
    private final NodeSessions sessions;
    private long tickedNanos;

    /** Without a trace. */
    public NamenodeCore() {
        this(Trace.OFF);
    }

    public NamenodeCore(Trace trace) {
        decisions = new Decisions(state, trace);
        procedures = new BlockProcedures(state, decisions, new Listener());
        blocks = new BlockRequests(state, decisions, procedures, waiters);
        files = new FileRequests(state, decisions, procedures, waiters, blocks);
        directories = new DirectoryRequests(state, decisions, files);
        drains = new Drains(state, decisions, procedures);
        sessions = new NodeSessions(state, decisions, procedures, drains);
    }

    private final class Listener implements BlockProcedures.BlockListener {
        @Override
        public void opened(Block block, List<NodeRef> from) {
            waiters.opened(block.fd());
            from.stream().limit(1).forEach(node -> drains.moved(block, node));
        }

        @Override
        public void aborted(Block block) {
            // the next tick of its drain tries again, elsewhere if need be
        }

        @Override
        public void notCreated(Block block) {
            waiters.failed(block.fd());
        }

        @Override
        public void lost(Block block, List<NodeRef> members) {
            members.forEach(node -> drains.lost(block, node));
        }
    }

    /**
     * Begins to serve on what the log holds.
     *
     * @param records of the log, oldest first; the first is a {@link LogRecord.Format}
     * @return actions, among them the append of the new epoch: nobody may be listened to before it is durable
     */
    public List<NamenodeAction> start(Iterable<LogRecord> records, Now now) {
        records.forEach(state::apply);
        decisions.at(now);
        decisions.decide(new LogRecord.Epoch(state.epoch() + 1));
        tickedNanos = decisions.nanos();
        sessions.begin();
        new ArrayList<>(state.blocks().values()).forEach(procedures::resume);
        drains.resume();
        return decisions.take();
    }

    /** Takes one event. Actions are to be performed in order. */
    public List<NamenodeAction> handle(NamenodeEvent event, Now now) {
        decisions.at(now);
        if (event instanceof NamenodeEvent.ClientAsked asked) {
            handle(asked);
        } else if (event instanceof NamenodeEvent.NodeSaid said) {
            handle(said.connection(), said.message());
        } else if (event instanceof NamenodeEvent.Disconnected gone) {
            sessions.disconnected(gone.connection());
        } else if (event instanceof NamenodeEvent.Ticked) {
            tick();
        } else if (event instanceof NamenodeEvent.DrainAsked drain) {
            drains.ask(drain);
        } else if (event instanceof NamenodeEvent.CordonAsked cordon) {
            drains.byName(cordon.node()).cordon(cordon.on());
            decisions.note(cordon.on() ? "cordoned" : "uncordoned", cordon.node(), "asked for");
        } else {
            throw new IllegalStateException("event without a rule: " + event);
        }
        return decisions.take();
    }

    private void tick() {
        long sinceLast = decisions.nanos() - tickedNanos;
        boolean stoodStill = sinceLast > ProtocolTimes.LATE_TICK_NANOS;
        tickedNanos = decisions.nanos();
        sessions.tick(stoodStill);
        if (stoodStill) {
            directories.stoodStill(sinceLast);
        }
        new ArrayList<>(state.blocks().values()).forEach(procedures::checkTime);
        drains.tick();
        directories.tick();
        blocks.retryDeferred();
    }

    private void handle(long connection, NodeMessage message) {
        if (message instanceof NodeMessage.Register register) {
            sessions.register(connection, register);
            blocks.retryDeferred();
        } else if (message instanceof NodeMessage.Heartbeat beat) {
            sessions.heartbeat(connection, beat);
        } else if (message instanceof NodeMessage.Report report) {
            sessions.report(report);
        } else if (message instanceof NodeMessage.Notice notice) {
            sessions.notice(notice);
        } else {
            procedures.heard(message);
        }
    }

    private void handle(NamenodeEvent.ClientAsked asked) {
        Consumer<ClientReply> reply = answer -> decisions.reply(asked.connection(), asked.requestId(), answer);
        try {
            dispatch(asked.connection(), asked.requestId(), asked.request(), reply);
        } catch (NameCollisionException collision) {
            reply.accept(CrailError.UNKNOWN.failed("%s", String.valueOf(collision.getMessage())));
        }
    }

    private void dispatch(long connection, long id, ClientRequest request, Consumer<ClientReply> reply) {
        if (request instanceof ClientRequest.Resolve resolve) {
            reply.accept(resolve(resolve.block()));
        } else if (request instanceof ClientRequest.GetBlocks wanted) {
            blocks.answer(connection, id, wanted);
        } else if (request instanceof ClientRequest.GetFile get) {
            files.get(connection, id, get);
        } else if (request instanceof ClientRequest.SetFile set) {
            files.set(connection, id, set);
        } else if (request instanceof ClientRequest.CreateFile create) {
            files.create(connection, id, create);
        } else if (request instanceof ClientRequest.RemoveFile remove) {
            files.remove(connection, id, remove);
        } else if (request instanceof ClientRequest.RenameFile rename) {
            files.rename(connection, id, rename);
        } else if (request instanceof ClientRequest.WriteRecord write) {
            directories.writeRecord(connection, id, write);
        } else if (request instanceof ClientRequest.ReadRecords read) {
            directories.readRecords(connection, id, read);
        } else if (request instanceof ClientRequest.LeaseDirectory lease) {
            directories.lease(connection, id, lease);
        } else if (request instanceof ClientRequest.GetLost lost) {
            directories.lost(connection, id, lost);
        } else {
            reply.accept(new ClientReply.Done());
        }
    }

    /** Names only what is published (rule R4); a frozen source still serves its readers. */
    private ClientReply resolve(long id) {
        Optional<Block> found = state.findBlock(id);
        if (found.isEmpty()) {
            return new ClientReply.Deleted(id);
        }
        Block block = found.get();
        return switch (block.state()) {
            case CREATING, ROLLING -> new ClientReply.Busy(id, 5);
            case LOST -> new ClientReply.Lost(id, block.cause());
            case DELETED -> new ClientReply.Deleted(id);
            case OPEN, MIGRATING, COMMITTED ->
                new ClientReply.At(id, block.members().get(0), block.gen(), block.writerEpoch());
        };
    }

    /** @return the state, to be read on the core's thread only */
    NamenodeState state() {
        return state;
    }

    Drains drains() {
        return drains;
    }
}
