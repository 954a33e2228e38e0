// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Figure;
import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many nodes of one overlay on this machine, and what one supervisor costs. Stateless. */
final class ManyNodes implements Section {
    private static final int NODES = 200;

    /** So many start at once: each takes a CPU for a while. */
    private static final int AT_ONCE = 4;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public void run(Tools tools, int rounds, Listener listener) {
        try (Site site = Site.open(tools)) {
            int port = Pair.freePort();
            Measure.serve(site.node("hub"), port);
            start(site, 3 * rounds, listener);
            many(site, port, listener);
        }
    }

    private static void start(Site site, int times, Listener listener) {
        listener.measuring("supervisor: start");
        List<Double> millis = new ArrayList<>();
        List<Double> mebibytes = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            try (Started supervisor = site.supervise("alone-" + i, List.of(), List.of())) {
                site.guestOf("alone-" + i, List.of(), supervisor);
                millis.add((System.nanoTime() - start) / 1e6);
                var usage = new ProcessUsage(supervisor.pid());
                if (i % 3 == 0) {
                    pause(IDLE_NANOS / 5);
                    double before = usage.cpuMillis();
                    pause(IDLE_NANOS);
                    idle.add((usage.cpuMillis() - before) / (IDLE_NANOS / 1e9));
                    mebibytes.add(usage.residentMebibytes());
                }
            }
        }
        listener.measured(alone("supervisor: start until it has joined and answers", "ms", millis, Goal.atMost(500)));
        listener.measured(alone("supervisor: resident memory", "MiB", mebibytes, Goal.atMost(64)));
        listener.measured(alone("supervisor: CPU while idle", "ms/s", idle, Goal.atMost(1)));
    }

    private static void many(Site site, int port, Listener listener) {
        listener.measuring(NODES + " nodes in one overlay");
        List<Started> supervisors = new ArrayList<>();
        List<Double> connected = new ArrayList<>();
        while (supervisors.size() < NODES) {
            int first = supervisors.size();
            for (int i = first; i < first + AT_ONCE; i++) {
                supervisors.add(site.supervise("node-of-many-" + i, List.of(), List.of()));
            }
            for (int i = first; i < first + AT_ONCE; i++) {
                Place node = site.guestOf("node-of-many-" + i, List.of(), supervisors.get(i));
                long start = System.nanoTime();
                double ok = new Measure(node, "hub", port).connects(1).get(2);
                connected.add(ok == 1 ? (System.nanoTime() - start) / 1e6 : Double.POSITIVE_INFINITY);
            }
        }
        double before = cpuMillis(supervisors);
        pause(IDLE_NANOS);
        double idle = (cpuMillis(supervisors) - before) / (IDLE_NANOS / 1e9);
        String name = NODES + " nodes: ";
        listener.measured(alone(
                name + "joined until a program's first connection, its start included",
                "ms",
                connected,
                Goal.atMost(50)));
        listener.measured(alone(name + "CPU of all supervisors while idle", "ms/s", List.of(idle), Goal.atMost(NODES)));
        listener.measured(alone(
                name + "resident memory of all supervisors",
                "MiB",
                List.of(supervisors.stream()
                        .mapToDouble(one -> new ProcessUsage(one.pid()).residentMebibytes())
                        .sum()),
                Goal.atMost(64 * NODES)));
    }

    private static double cpuMillis(List<Started> supervisors) {
        return supervisors.stream()
                .mapToDouble(one -> new ProcessUsage(one.pid()).cpuMillis())
                .sum();
    }

    private static Figure alone(String name, String unit, List<Double> values, Goal goal) {
        return new Figure(name, unit, Spread.of(values), Optional.empty(), Optional.empty(), goal);
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
