// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.compose.core.AppAction;
import io.boxer.compose.core.AppCore;
import io.boxer.compose.core.AppEvent;
import io.boxer.compose.core.NodeView;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code boxer-app-1} on which an application is decided about: events come in by a queue, the core says what to
 * do, a consumer does it. Sleeps until something happens or the core's next time has come.
 *
 * <p>Thread-safe: every method may be called from anywhere; {@link #core} only on the thread itself.
 */
final class AppLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AppLoop.class);
    private static final long ASK_SECONDS = 20;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AppCore core = new AppCore();
    private final Consumer<AppAction> hands;
    private final Thread thread;
    private volatile boolean closed;
    private volatile List<NodeView> latest = List.of();

    /** @param hands does one action on the loop's thread, without blocking */
    AppLoop(Consumer<AppAction> hands) {
        this.hands = hands;
        thread = new Thread(this::run, "boxer-app-1");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    AppCore core() {
        assert Thread.currentThread() == thread;
        return core;
    }

    void submit(AppEvent event) {
        tasks.add(() -> handle(event));
    }

    /** On the loop's thread only. */
    void handle(AppEvent event) {
        perform(core.handle(event, System.nanoTime()));
        latest = core.view(System.nanoTime());
    }

    /** The nodes as they were after the last event; does not wait for the thread. */
    List<NodeView> latest() {
        return latest;
    }

    /**
     * Runs something on the thread and waits for what it returns.
     *
     * @throws BoxerException what it throws; CAPACITY if the thread is busy for too long
     */
    <T> T ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        tasks.add(() -> {
            try {
                answer.complete(question.get());
            } catch (Throwable e) { // an assertion too: somebody waits
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(ASK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new BoxerException(ErrorCode.CAPACITY, "the application's thread is busy; try again", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.CAPACITY, "interrupted", interrupted);
        }
    }

    private void run() {
        while (!closed) {
            try {
                var wait = core.tickInMillis(System.nanoTime());
                var task = wait.isPresent() ? tasks.poll(wait.getAsLong(), TimeUnit.MILLISECONDS) : tasks.take();
                if (task == null) {
                    handle(new AppEvent.Ticked());
                } else {
                    task.run();
                }
            } catch (InterruptedException closing) {
                return;
            } catch (Exception e) {
                LOG.error("the application goes on after a mistake of ours", e);
            }
        }
    }

    private void perform(List<AppAction> actions) {
        for (AppAction action : actions) {
            if (action instanceof AppAction.Note note) {
                LOG.info("{}", note.line());
            } else {
                hands.accept(action);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
