// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.BoxerException;
import io.boxer.compose.core.AppAction;
import io.boxer.compose.core.AppAction.Kill;
import io.boxer.compose.core.AppAction.Probe;
import io.boxer.compose.core.AppAction.Remove;
import io.boxer.compose.core.AppAction.Signal;
import io.boxer.compose.core.AppAction.Start;
import io.boxer.compose.core.AppEvent;
import io.boxer.compose.core.NodeRun;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the core decides: starts processes, looks whether they have joined and are ready, ends them. Four threads
 * {@code boxer-probe-<n>} for what blocks. Thread-safe.
 */
final class NodeHands implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHands.class);
    private static final int THREADS = 4;
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final int NOT_STARTED = 126;

    private final NodeFiles files;
    private final NodeCommand command;
    private final AppSettings settings;
    private final Prober prober;
    private final Consumer<AppEvent> events;
    private final Map<NodeRun, NodeProcess> processes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService blocking;

    NodeHands(AppSettings settings, NodeFiles files, NodeCommand command, Consumer<AppEvent> events) {
        this.settings = settings;
        this.files = files;
        this.command = command;
        this.prober = new Prober(files, command.shim());
        this.events = events;
        var count = new AtomicInteger();
        blocking = Executors.newScheduledThreadPool(THREADS, task -> {
            var thread = new Thread(task, "boxer-probe-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    Optional<NodeProcess> process(NodeRun run) {
        return Optional.ofNullable(processes.get(run));
    }

    void perform(AppAction action) {
        if (action instanceof Start start) {
            start(start);
        } else if (action instanceof Probe probe) {
            blocking.execute(() -> probe(probe));
        } else if (action instanceof Signal signal) {
            process(signal.run()).ifPresent(process -> process.signal(signal.signal()));
        } else if (action instanceof Kill kill) {
            LOG.warn("node={} does not end, is killed", kill.run().node());
            process(kill.run()).ifPresent(NodeProcess::kill);
        } else if (action instanceof Remove remove) {
            files.remove(remove.node());
        }
    }

    private void start(Start start) {
        NodeRun run = start.run();
        var log = new NodeLog(
                files.directory().log(run.node()), settings.logSize().toBytes(), settings.logFiles());
        try {
            var words = command.words(run.node(), files.directory().guestFile(run.node()), files.write(start.spec()));
            var process = NodeProcess.start(run.node(), words, command.run(), log, code -> ended(run, code));
            processes.put(run, process);
            blocking.execute(() -> awaitJoin(run, process));
        } catch (BoxerException cannot) {
            LOG.warn("node={} cannot be started: {}", run.node(), cannot.getMessage());
            log.take(new ByteArrayInputStream(("boxer: " + cannot.getMessage() + "\n").getBytes(UTF_8)));
            events.accept(new AppEvent.Ended(run, NOT_STARTED));
        }
    }

    private void ended(NodeRun run, int code) {
        processes.remove(run);
        events.accept(new AppEvent.Ended(run, code));
    }

    private void awaitJoin(NodeRun run, NodeProcess process) {
        Optional<String> guest = files.guest(run.node());
        if (guest.isPresent()) {
            events.accept(new AppEvent.Joined(run, guest.get().split(";", -1)[2]));
        } else if (process.isAlive() && !blocking.isShutdown()) {
            blocking.schedule(() -> awaitJoin(run, process), LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void probe(Probe probe) {
        Optional<String> reason;
        try {
            reason = prober.unready(probe.spec(), probe.address(), probe.probe());
        } catch (RuntimeException e) {
            LOG.error("node={} cannot be probed", probe.run().node(), e);
            reason = Optional.of(e.toString());
        }
        events.accept(reason.<AppEvent>map(why -> new AppEvent.FoundUnready(probe.run(), why))
                .orElseGet(() -> new AppEvent.FoundReady(probe.run())));
    }

    @Override
    public void close() {
        blocking.shutdownNow();
    }
}
