// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster;

import io.boxer.cluster.layout.ClusterLayout;
import io.boxer.cluster.layout.DaemonCommands;
import io.boxer.cluster.layout.MemoryPlan;
import io.boxer.cluster.state.ClusterState;
import io.boxer.cluster.state.Member;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.cluster.status.StoreStatus;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Ready;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.FreePort;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.ProcessId;
import io.boxer.common.process.RunId;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.LaunchRequest;
import io.boxer.spot.drain.NodeProvider;
import io.boxer.spot.market.MarketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A cluster that this program starts: namenode, stable datanodes, market, spot datanodes, spot manager, each a process of
 * its own. Thread-safe: {@link #close} may be called by a shutdown hook while {@link #start} goes on.
 */
public final class LocalCluster implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final HostPort LOOPBACK = new HostPort("127.0.0.1", 0);
    private static final String NAMENODE = "namenode";

    private final ClusterLayout layout;
    private final DaemonCommands commands;
    private final ClusterKey key;
    private final Map<String, HostPort> addresses = new LinkedHashMap<>();
    private final List<Member> members = new ArrayList<>();
    private List<String> namenodeCommand = List.of();
    private boolean closed;

    /**
     * Nothing is started yet.
     *
     * @param directory of the data and of the logs, made if need be
     * @param keyFile of the cluster, made if need be
     */
    public LocalCluster(ClusterLayout layout, JavaProgram program, Path directory, Path keyFile) {
        this.layout = layout;
        this.key = ClusterKey.loadOrCreate(keyFile);
        this.commands = new DaemonCommands(
                program,
                RunId.random(),
                layout,
                new MemoryPlan(layout),
                directory.toAbsolutePath(),
                keyFile.toAbsolutePath());
    }

    /**
     * Returns when every node serves. What was started before a failure is ended.
     *
     * @throws BoxerException if a daemon does not start, with its last words
     */
    public ClusterState start() {
        try {
            Files.createDirectories(commands.logs());
            startAll();
            return state();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void startAll() {
        namenodeCommand = commands.namenode(FreePort.of(LOOPBACK.withPort(layout.port())), FreePort.of(LOOPBACK));
        Ready namenode = launch(NAMENODE, namenodeCommand).awaitReady(READY);
        remember("namenode", namenode.listen());
        remember("namenode-admin", namenode.admin());
        List<DaemonProcess> stable = new ArrayList<>();
        for (int i = 1; i <= layout.stableNodes(); i++) {
            stable.add(launch("stable-" + i, commands.stable(i, namenode.listen())));
        }
        HostPort market = launch("market", commands.market(namenode.listen()))
                .awaitReady(READY)
                .admin();
        remember("market-admin", market);
        launchSpotNodes(market);
        stable.forEach(node -> node.awaitReady(READY));
        awaitActive(layout.datanodes());
        Ready manager = launch("spot-manager", commands.spotManager(namenode.admin(), market))
                .awaitReady(READY);
        remember("spot-manager-admin", manager.admin());
    }

    private void launchSpotNodes(HostPort market) {
        NodeProvider provider = new MarketClient(new AdminClient(market, key));
        for (int i = 1; i <= layout.spotNodes(); i++) {
            NodeId name = new NodeId("spot-" + i);
            provider.launch(new Pool(layout.pool(i)), new LaunchRequest(Optional.of(name), "start of the cluster"));
        }
    }

    private void awaitActive(int nodes) {
        long deadlineNanos = System.nanoTime() + READY.toNanos();
        StoreStatus status = admin().status();
        while (status.active() < nodes) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw BoxerException.capacity(
                        "%d of %d datanodes serve after %d s; the logs: %s",
                        status.active(), nodes, READY.toSeconds(), commands.logs());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            status = admin().status();
        }
    }

    /**
     * Starts the namenode again if it has died, at the same addresses and from its log. Returns at once.
     *
     * @return whether it had to be started
     */
    public synchronized boolean revive() {
        boolean lives = closed
                || members.stream()
                        .filter(member -> member.name().startsWith(NAMENODE))
                        .anyMatch(member -> member.process().lives());
        if (!lives) {
            long starts = members.stream()
                    .filter(member -> member.name().startsWith(NAMENODE))
                    .count();
            launch(NAMENODE + "-" + (starts + 1), namenodeCommand);
        }
        return !lives;
    }

    /** The namenode's admin API. */
    public StoreAdmin admin() {
        return new StoreAdmin(address("namenode-admin"), key);
    }

    /** The mark of this cluster's processes; others of the same run may carry it too. */
    public RunId run() {
        return commands.run();
    }

    /** Where a daemon listens, by name as in {@link ClusterState#addresses}. */
    public synchronized HostPort address(String name) {
        return state().address(name);
    }

    /** What another shell must know to find it. */
    public synchronized ClusterState state() {
        Map<String, String> texts = new LinkedHashMap<>();
        addresses.forEach((name, address) -> texts.put(name, address.toString()));
        return new ClusterState(
                layout.name(),
                commands.run().value(),
                System.currentTimeMillis(),
                commands.directory().toString(),
                commands.keyFile().toString(),
                texts,
                members);
    }

    private synchronized void remember(String name, HostPort address) {
        addresses.put(name, address);
    }

    private synchronized DaemonProcess launch(String name, List<String> command) {
        if (closed) {
            throw BoxerException.user("the cluster is being ended");
        }
        DaemonProcess process = DaemonProcess.start(name, command, commands.logs());
        ProcessId.of(process.process().pid())
                .ifPresent(id -> members.add(new Member(name, id, process.log().toString())));
        return process;
    }

    /** Ends every process of the cluster and removes its data; the logs stay. Harmless twice. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        new ClusterEnd(state()).run();
    }
}
