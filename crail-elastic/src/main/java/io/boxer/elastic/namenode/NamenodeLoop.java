// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.elastic.namenode.NamenodeEvent.Now;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core on its event loop: gives it time and connections, performs its actions in order. Confined to that loop. */
final class NamenodeLoop {
    private static final Logger LOG = LoggerFactory.getLogger(NamenodeLoop.class);
    private static final int HAPPENINGS_KEPT = 10_000;
    private static final int DISK_SECONDS = 20;

    private final EventLoop loop;
    private final NamenodeCore core;
    private final DurableOutbox outbox;
    private final NamenodeTrace trace;
    private final Map<Long, Channel> channels = new HashMap<>();
    private final Queue<Happening> happenings = new ArrayDeque<>();
    private long connections;
    private long happened;

    NamenodeLoop(EventLoop loop, NamenodeCore core, DurableOutbox outbox, NamenodeTrace trace) {
        this.loop = loop;
        this.core = core;
        this.outbox = outbox;
        this.trace = trace;
    }

    /** @return the number of this connection */
    long connected(Channel channel) {
        channels.put(++connections, channel);
        return connections;
    }

    void disconnected(long connection) {
        channels.remove(connection);
        handle(new NamenodeEvent.Disconnected(connection));
    }

    void handle(NamenodeEvent event) {
        assert loop.inEventLoop();
        if (event instanceof NamenodeEvent.NodeSaid said) {
            trace.heard(said.connection(), said.message());
        }
        perform(core.handle(event, now()));
    }

    static Now now() {
        return new Now(System.nanoTime(), System.currentTimeMillis());
    }

    void perform(List<NamenodeAction> actions) {
        for (NamenodeAction action : actions) {
            if (action instanceof NamenodeAction.Append append) {
                trace.decided(append.record());
                outbox.append(append.record());
            } else if (action instanceof NamenodeAction.Reply reply) {
                long restsOn = trace.lsn();
                outbox.send(() -> send(reply.connection(), reply.requestId(), reply.reply(), restsOn));
            } else if (action instanceof NamenodeAction.Control control) {
                long restsOn = trace.lsn();
                outbox.send(() -> send(control.connection(), 0, control.message(), restsOn));
            } else if (action instanceof NamenodeAction.Close close) {
                outbox.send(() -> close(close.connection()));
            } else if (action instanceof NamenodeAction.Note note) {
                note(note);
            }
        }
        outbox.flush();
    }

    /** Runs it once everything decided so far is on disk. */
    void whenDurable(Runnable then) {
        outbox.send(then);
    }

    private void send(long connection, long requestId, Message message, long restsOn) {
        Channel channel = channels.get(connection);
        if (channel != null) {
            trace.sends(connection, message, restsOn);
            channel.writeAndFlush(new Frame(requestId, message), channel.voidPromise());
        }
    }

    private void close(long connection) {
        Channel channel = channels.get(connection);
        if (channel != null) {
            channel.close();
        }
    }

    private void note(NamenodeAction.Note note) {
        LOG.info("node={} {}: {}", note.node().isEmpty() ? "-" : note.node(), note.kind(), note.text());
        happenings.add(new Happening(++happened, System.currentTimeMillis(), note.kind(), note.node(), note.text()));
        if (happenings.size() > HAPPENINGS_KEPT) {
            happenings.remove();
        }
    }

    List<Happening> happeningsAfter(long n) {
        return happenings.stream().filter(happening -> happening.n() > n).toList();
    }

    NamenodeCore core() {
        return core;
    }

    /** Runs it on the loop and brings the result back to another thread. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer(question, answer, answer::complete));
        return await(answer);
    }

    /**
     * The same for a question that decides something: its answer leaves when the decision is on disk (rule R10), or a
     * namenode that restarts would not know what it had promised.
     *
     * @param kind of the answer, for the trace
     * @throws BoxerException CAPACITY if the disk takes longer than {@link #DISK_SECONDS}
     */
    <T> T decide(String kind, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer(question, answer, result -> {
            long restsOn = trace.lsn();
            outbox.send(() -> {
                trace.answersAdmin(kind, restsOn);
                answer.complete(result);
            });
        }));
        return await(answer.orTimeout(DISK_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> void answer(Supplier<T> question, CompletableFuture<T> answer, Consumer<T> then) {
        try {
            then.accept(question.get());
        } catch (RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof BoxerException known) {
                throw known;
            }
            if (failed.getCause() instanceof TimeoutException) {
                throw new BoxerException(
                        ErrorCode.CAPACITY,
                        "the decision is not on disk after %d s; look at the namenode's disk".formatted(DISK_SECONDS),
                        failed);
            }
            throw failed;
        }
    }
}
