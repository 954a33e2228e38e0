// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.HostPort;
import io.boxer.common.Nearest;
import io.boxer.common.admin.AdminException;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.ClusterKey;
import io.boxer.compose.Application;
import io.boxer.compose.Expansion;
import io.boxer.compose.NodeSpec;
import io.boxer.compose.Service;
import io.boxer.compose.app.AppRequests.Apply;
import io.boxer.compose.app.AppRequests.Scale;
import io.boxer.compose.core.AppAction;
import io.boxer.compose.core.AppEvent;
import io.boxer.compose.core.NodeState;
import io.boxer.compose.core.NodeView;
import io.boxer.compose.file.ApplicationFile;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayNetwork;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The daemon of an application as a process sees it: nothing runs until an application is applied; closing ends everything
 * in order. Its admin API is docs/openapi/app.yaml.
 *
 * <p>Thread-safe: everything is decided on the thread of its {@link AppLoop}.
 */
public final class AppServer implements AutoCloseable {
    private static final long LOOK_EVERY_NANOS = 20_000_000;

    private final Closer closer = new Closer();
    private final AppDirectory directory;
    private final NodeFiles files;
    private final OverlayNetwork network;
    private final AppLoop loop;
    private final NodeHands hands;
    private final Publisher publisher;
    private final AdminServer admin;
    private final Map<String, Integer> scales = new HashMap<>();
    private Optional<Application> application = Optional.empty();
    private String file = "";
    private boolean closing;

    private AppServer(
            AppSettings settings, AppDirectory directory, NodeCommand command, OverlayNetwork network, ClusterKey key) {
        this.directory = directory;
        this.network = network;
        files = new NodeFiles(directory);
        loop = new AppLoop(this::perform);
        closer.closing("loop", loop);
        hands = closer.closing("hands", new NodeHands(settings, files, command, loop::submit));
        publisher = closer.closing("published ports", new Publisher(this::targets));
        loop.start();
        closer.closing("nodes", this::endAll);
        try {
            admin = closer.closing(
                    "admin API",
                    AdminServer.start(new HostPort(network.coordinatorHost(), 0), new Metrics(), key, routes()));
        } catch (RuntimeException cannot) {
            closer.close();
            throw cannot;
        }
    }

    /**
     * Serves, with no application yet.
     *
     * @param network of the overlay: the admin API listens on its loopback network, so no port of the host is taken
     * @throws BoxerException USER if the admin API cannot be bound
     */
    public static AppServer start(
            AppSettings settings, AppDirectory directory, NodeCommand command, OverlayNetwork network, ClusterKey key) {
        return new AppServer(settings, directory, command, network, key);
    }

    public HostPort adminAddress() {
        return admin.address();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/status", request -> loop.ask(this::status)),
                Route.post("/v1/application", request -> {
                    Apply body = request.body(Apply.class);
                    Application parsed = ApplicationFile.parse(body.application());
                    return loop.ask(() -> apply(parsed, body.file()));
                }),
                Route.post("/v1/services/{service}/scale", request -> {
                    int replicas = request.body(Scale.class).replicas();
                    return loop.ask(() -> scale(request.parameter("service"), replicas));
                }));
    }

    private void perform(AppAction action) {
        hands.perform(action);
    }

    private Change apply(Application wanted, String from) {
        BoxerException.require(
                wanted.name().equals(directory.name()),
                "this daemon runs application '%s', not '%s'",
                directory.name(),
                wanted.name());
        Map<Publisher.Key, Integer> ports = publisher.ports();
        publisher.publish(wanted);
        List<NodeSpec> before = nodes();
        scales.clear(); // the file is what counts
        application = Optional.of(wanted);
        file = from;
        return changeFrom(before, !ports.equals(publisher.ports()));
    }

    private Change scale(String name, int replicas) {
        List<String> names = application
                .map(running -> running.services().stream().map(Service::name).toList())
                .orElse(List.of());
        if (!names.contains(name)) {
            throw AdminException.notFound(
                    "there is no service '%s'%s",
                    name,
                    Nearest.of(name, names)
                            .map("; did you mean '%s'?"::formatted)
                            .orElseGet(() -> "; there are " + String.join(", ", names)));
        }
        BoxerException.require(replicas >= 0 && replicas <= 200, "replicas=%d is not in 0..200", replicas);
        List<NodeSpec> before = nodes();
        scales.put(name, replicas);
        return changeFrom(before, false);
    }

    private Change changeFrom(List<NodeSpec> before, boolean ports) {
        if (closing) {
            throw BoxerException.capacity("application '%s' is going down", directory.name());
        }
        List<NodeSpec> after = nodes();
        loop.handle(new AppEvent.Wanted(after));
        return Change.between(before, after, ports);
    }

    private List<NodeSpec> nodes() {
        return application
                .map(running -> Expansion.nodes(running, scales, directory.nodes()))
                .orElse(List.of());
    }

    private List<InetSocketAddress> targets(String service, int port) {
        List<NodeView> there = loop.latest().stream()
                .filter(view -> view.spec().service().equals(service))
                .filter(view -> view.state() == NodeState.READY || view.state() == NodeState.RUNNING)
                .filter(view -> view.address().isPresent())
                .toList();
        boolean anyReady = there.stream().anyMatch(view -> view.state() == NodeState.READY);
        return there.stream()
                .filter(view -> !anyReady || view.state() == NodeState.READY)
                .map(view -> OverlayNetwork.publicSide(
                                OverlayAddress.parse(view.address().orElseThrow()), port)
                        .toSocketAddress())
                .toList();
    }

    private AppStatus status() {
        return new AppStatus(
                directory.name(),
                network.toString(),
                file,
                directory.logs().toString(),
                loop.core().view(System.nanoTime()).stream().map(this::status).toList(),
                publisher.ports().entrySet().stream()
                        .map(entry -> new AppStatus.Published(
                                entry.getKey().service(),
                                "127.0.0.1:" + entry.getValue(),
                                entry.getKey().port().nodePort()))
                        .toList());
    }

    private AppStatus.NodeStatus status(NodeView view) {
        Optional<NodeProcess> process = view.run().flatMap(hands::process);
        var usage = process.map(found -> found.tree().usage()).orElse(new ProcessTree.Usage(0, 0));
        return new AppStatus.NodeStatus(
                view.spec().name(),
                view.spec().service(),
                view.state(),
                view.address().orElse(""),
                process.map(NodeProcess::pid).orElse(0L),
                view.restarts(),
                view.exitCode().orElse(-1),
                view.age().toMillis() / 1000.0,
                usage.cpuSeconds(),
                usage.memoryBytes(),
                view.troubled(),
                view.reason(),
                directory.log(view.spec().name()).toString());
    }

    /** Returns when no node is left; each has its own limit, after which it is killed. */
    private void endAll() {
        loop.ask(() -> {
            closing = true;
            loop.handle(new AppEvent.Wanted(List.of()));
            return closing;
        });
        while (!loop.ask(() -> loop.core().view(System.nanoTime()).isEmpty())) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** Ends all nodes in order, then everything else. Harmless twice. */
    @Override
    public void close() {
        closer.close();
    }
}
