// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.namenode.NamenodeEvent.Now;
import io.boxer.elastic.rpc.Caller;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.rpc.Ranges;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;

/** A namenode's core with a log, a clock that tests set, and datanodes that answer as the protocol says, or are told not to. */
final class CoreHarness {
    static final int BLOCK_BYTES = 1 << 20;

    final List<LogRecord> log = new ArrayList<>();
    final List<NamenodeAction> performed = new ArrayList<>();
    final Map<String, FakeNode> nodes = new LinkedHashMap<>();
    final List<ClientReply> replies = new ArrayList<>();
    NamenodeCore core = new NamenodeCore();
    long nanos = 1_000_000_000L;
    private long requests;
    private final Queue<Runnable> pending = new ArrayDeque<>();

    /** A datanode as far as the namenode can tell. */
    final class FakeNode {
        final NodeRef ref;
        final String name;
        final long connection;
        boolean mute;
        boolean beats = true;
        boolean full;
        final List<ControlMessage> heard = new ArrayList<>();
        final Map<Long, Integer> bytes = new LinkedHashMap<>();

        FakeNode(String name, long number) {
            this.name = name;
            this.ref = new NodeRef(new HostPort("127.0.0.1", 5000 + (int) number), number);
            this.connection = 100 + number;
        }

        void take(ControlMessage message) {
            heard.add(message);
            if (mute) {
                return;
            }
            if (message instanceof ControlMessage.New it) {
                say(
                        full
                                ? new NodeMessage.NoSpace(ref, it.block(), it.gen())
                                : new NodeMessage.Activated(ref, it.block(), it.gen()));
            } else if (message instanceof ControlMessage.Freeze it) {
                say(new NodeMessage.Frozen(ref, it.block(), it.attempt(), ranges(it.block()), 7));
            } else if (message instanceof ControlMessage.Alloc it) {
                if (full) {
                    say(new NodeMessage.NoSpace(ref, it.block(), it.attempt()));
                } else {
                    say(new NodeMessage.Ready(ref, it.block(), it.attempt(), ranges(it.block()), 7));
                }
            } else if (message instanceof ControlMessage.Activate it) {
                say(new NodeMessage.Activated(ref, it.block(), it.attempt()));
            } else if (message instanceof ControlMessage.Drop it) {
                say(new NodeMessage.Dropped(ref, it.block(), it.upTo()));
            }
        }

        private Ranges ranges(long block) {
            return nodes.values().stream().mapToInt(node -> node.bytes.getOrDefault(block, 0)).max().stream()
                    .filter(length -> length > 0)
                    .mapToObj(length -> Ranges.of(0, length))
                    .findFirst()
                    .orElse(Ranges.EMPTY);
        }

        void say(NodeMessage message) {
            pending.add(() -> perform(core.handle(new NamenodeEvent.NodeSaid(connection, message), now())));
        }

        void wrote(long block, int length) {
            bytes.put(block, length);
            beat(List.of(new NodeMessage.Entry(block, 1, NodeMessage.EntryState.LIVE, length)));
        }

        void beat(List<NodeMessage.Entry> changed) {
            say(new NodeMessage.Heartbeat(ref, nanos, 0, 0, 0, changed));
            run();
        }

        <M extends ControlMessage> List<M> heard(Class<M> kind) {
            return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    CoreHarness() {
        log.add(new LogRecord.Format(1, 2, BLOCK_BYTES));
        perform(core.start(log, now()));
    }

    Now now() {
        return new Now(nanos, nanos / 1_000_000);
    }

    FakeNode join(String name, String pool, int slots) {
        FakeNode node = new FakeNode(name, nodes.size() + 1L);
        nodes.put(name, node);
        register(node, pool, slots);
        return node;
    }

    FakeNode node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    void register(FakeNode node, String pool, int slots) {
        node.say(new NodeMessage.Register(node.ref, node.name, pool, slots, 0));
        node.beat(List.of());
    }

    /** kill -9 of the namenode: what was decided and is in the log is all that is left. */
    void restart() {
        List<LogRecord> survived = List.copyOf(log);
        core = new NamenodeCore();
        pending.clear();
        perform(core.start(survived, now()));
    }

    ClientReply ask(ClientRequest request) {
        int before = replies.size();
        perform(core.handle(new NamenodeEvent.ClientAsked(1, ++requests, request), now()));
        run();
        return replies.size() > before ? replies.get(replies.size() - 1) : new ClientReply.Busy(-1, 0);
    }

    ClientReply create(String path, NodeType type) {
        return ask(new ClientRequest.CreateFile(
                new Caller(9, ++requests), FilePath.ofText(path), type.label(), 0, 0, true));
    }

    ClientReply.File file(String path) {
        return (ClientReply.File) create(path, NodeType.DATAFILE);
    }

    void drain(String node, String kind, long deadlineMillis) {
        perform(core.handle(
                new NamenodeEvent.DrainAsked(node, kind + "-" + node, kind, OptionalLong.of(deadlineMillis)), now()));
        run();
    }

    /** Lets time pass in steps of 100 ms; living nodes beat, and everything that is due happens. */
    void pass(long millis) {
        for (long step = 0; step < millis; step += 100) {
            nanos += 100_000_000L;
            nodes.values().stream()
                    .filter(node -> node.beats)
                    .forEach(node -> node.say(new NodeMessage.Heartbeat(node.ref, nanos, 0, 0, 0, List.of())));
            run();
            tick();
        }
    }

    /** A namenode that gets to its clock so seldom. */
    void tickEvery(long millis, int times) {
        for (int i = 0; i < times; i++) {
            nanos += millis * 1_000_000;
            tick();
        }
    }

    void tick() {
        perform(core.handle(new NamenodeEvent.Ticked(), now()));
        run();
    }

    void run() {
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
    }

    void perform(List<NamenodeAction> actions) {
        for (NamenodeAction action : actions) {
            performed.add(action);
            if (action instanceof NamenodeAction.Append append) {
                log.add(append.record());
            } else if (action instanceof NamenodeAction.Reply reply) {
                replies.add(reply.reply());
            } else if (action instanceof NamenodeAction.Control control) {
                nodes.values().stream()
                        .filter(node -> node.connection == control.connection())
                        .forEach(node -> pending.add(() -> node.take(control.message())));
            }
        }
    }

    Block block(long id) {
        return core.state().findBlock(id).orElseThrow();
    }

    NamenodeStatus status() {
        return NamenodeStatus.of(core, nanos);
    }
}
