// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Figure;
import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.benchmarks.Spread;
import io.boxer.common.BoxerException;
import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Nodes behind NATs connect, are refused, are killed in the middle of it, come and go, again and again; what their supervisors, the
 * coordinator and the relay hold is counted before and after. Confined to the thread that runs it.
 */
public final class NetSoak {
    private static final String COORDINATOR = LabPlan.PUBLIC_ADDRESS + ":7700";
    private static final String RELAY = LabPlan.PUBLIC_ADDRESS + ":7710";
    private static final int DIRECT = 300;
    private static final int RELAYED = 100;
    private static final int REFUSED = 20;
    private static final int ENDLESS = 1_000_000;
    private static final int WARM_ROUNDS = 2;
    private static final int FEWEST_ROUNDS = 2;
    private static final Pattern CONNECTED = Pattern.compile("^\\d+\\.\\d+\n");

    /** What an end of a connection may hold after it: a node whose link broke keeps its name for 10 s. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int STEADY_LOOKS = 10;

    /** What any process takes in the course of time: classes that are loaded late, tables that double. */
    private static final long LIVE_BYTES_ALLOWED = 400_000;

    /** The names of a connection's ends are kept, for the 65 536 that were asked for last. */
    private static final int LIVE_BYTES_FOR_NAMES = 150;

    private static final int NAMES_KEPT = 65_536;
    private static final double MEBIBYTES_ALLOWED = 10;

    private final Listener listener;
    private final List<Figure> figures = new ArrayList<>();
    private int round;

    /** @param listener is told as it goes */
    public NetSoak(Listener listener) {
        this.listener = listener;
    }

    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** What goes round. */
    private record Stage(Site site, Lab lab, Measure direct, Measure relayed, Measure nobody) {
        private static final List<String> JOIN = List.of("--coordinator", COORDINATOR);
    }

    /**
     * Runs for so long, and a little longer: a round is not broken off.
     *
     * @throws BoxerException PEER if a connection fails that should not, or a process of ours ends
     */
    public void run(Tools tools, Duration time) {
        try (Site site = Site.open(tools);
                LabOfSite lab = LabOfSite.build(site, tools, "port-preserving:1,port-preserving:1,symmetric:1")) {
            run(tools, site, lab.lab(), time);
        } catch (LabOfSite.NoLabException none) {
            listener.skipped(new Skipped("soak of the overlay", none.why()));
        }
    }

    private void run(Tools tools, Site site, Lab lab, Duration time) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(
                "relay",
                site.serve("relay", lab.onPublicHost(), List.of("--listen", RELAY, "--admin", "127.0.0.1:7711"))
                        .pid());
        pids.put(
                "coordinator",
                site.serve(
                                "coordinator",
                                lab.onPublicHost(),
                                List.of("--listen", COORDINATOR, "--relay", RELAY, "--recovery", "0s"))
                        .pid());
        Place server = node(site, lab, "pp1", "server", pids);
        Place caller = node(site, lab, "pp2", "caller", pids);
        Place far = node(site, lab, "sym1", "far-caller", pids);
        int port = Pair.freePort();
        Measure.serve(server, port);
        var stage = new Stage(
                site,
                lab,
                new Measure(caller, "server", port),
                new Measure(far, "server", port),
                new Measure(caller, "server", Pair.freePort()));
        Path jcmd = tools.boxer().java().resolveSibling("jcmd");

        for (int i = 0; i < WARM_ROUNDS; i++) {
            round(stage);
        }
        settle(pids);
        Map<String, Census> before = census(pids, jcmd);
        int warm = round;
        long end = System.nanoTime() + time.toNanos();
        do {
            round(stage);
        } while (round < warm + FEWEST_ROUNDS || System.nanoTime() - end < 0);
        settle(pids, before);
        tell(before, census(pids, jcmd), round - warm);
    }

    private static Place node(Site site, Lab lab, String host, String name, Map<String, Long> pids) {
        Started supervisor = site.supervise(name, lab.onHost(host), Stage.JOIN);
        pids.put("supervisor of the " + name, supervisor.pid());
        return site.guestOf(name, lab.onHost(host), supervisor);
    }

    private void round(Stage stage) {
        round++;
        listener.measuring("round " + round);
        all(stage.direct(), DIRECT);
        all(stage.relayed(), RELAYED);
        long refused = stage.nobody().refused(REFUSED);
        if (refused != REFUSED) {
            throw BoxerException.peer("%d of %d connections to nobody were refused", refused, REFUSED);
        }
        for (Measure measure : List.of(stage.direct(), stage.relayed())) {
            try (Started program = measure.connecting(ENDLESS)) {
                program.awaitSaid(CONNECTED);
                program.kill();
            }
        }
        String name = "moment-" + round;
        List<String> here = stage.lab().onHost("pp2");
        try (Started supervisor = stage.site().supervise(name, here, Stage.JOIN)) {
            Place node = stage.site().guestOf(name, here, supervisor);
            all(new Measure(node, "server", stage.direct().port()), 1);
            supervisor.kill();
        }
    }

    private static void all(Measure measure, int count) {
        double connected = measure.connects(count).get(2);
        if (connected != count) {
            throw BoxerException.peer("%.0f of %d connections stood", connected, count);
        }
    }

    /** Waits until the number of descriptors has not changed for a second. */
    private static void settle(Map<String, Long> pids) {
        long end = System.nanoTime() + SETTLE_NANOS;
        long last = -1;
        for (int looks = 0; looks < STEADY_LOOKS && System.nanoTime() - end < 0; looks++) {
            long now = pids.values().stream()
                    .mapToLong(pid -> new ProcessUsage(pid).descriptors())
                    .sum();
            looks = now == last ? looks : 0;
            last = now;
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** Waits until nobody has more descriptors than before, or for as long as that may take. */
    private static void settle(Map<String, Long> pids, Map<String, Census> before) {
        long end = System.nanoTime() + SETTLE_NANOS;
        while (System.nanoTime() - end < 0
                && before.entrySet().stream()
                        .anyMatch(then -> new ProcessUsage(pids.getOrDefault(then.getKey(), 0L)).descriptors()
                                > then.getValue().descriptors())) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private static Map<String, Census> census(Map<String, Long> pids, Path jcmd) {
        Map<String, Census> all = new LinkedHashMap<>();
        pids.forEach((name, pid) -> all.put(name, Census.of(pid, jcmd)));
        return all;
    }

    private void tell(Map<String, Census> before, Map<String, Census> after, int rounds) {
        long connections = (long) rounds * (DIRECT + RELAYED);
        figure("connections", "", (double) connections, Goal.none());
        after.forEach((name, now) -> {
            Census then = before.getOrDefault(name, now);
            figure(name + ": descriptors more", "", (double) (now.descriptors() - then.descriptors()), Goal.atMost(0));
            figure(name + ": threads more", "", (double) (now.threads() - then.threads()), Goal.atMost(0));
            figure(name + ": resident memory in the end", "MiB", now.residentMebibytes(), Goal.none());
            figure(
                    name + ": resident memory more",
                    "MiB",
                    now.residentMebibytes() - then.residentMebibytes(),
                    Goal.atMost(MEBIBYTES_ALLOWED));
            Optional<Long> grown =
                    now.liveBytes().flatMap(bytes -> then.liveBytes().map(earlier -> bytes - earlier));
            long allowed = LIVE_BYTES_ALLOWED + LIVE_BYTES_FOR_NAMES * Math.min(connections, NAMES_KEPT);
            grown.ifPresentOrElse(
                    bytes -> figure(name + ": live objects more", "B", (double) bytes, Goal.atMost((double) allowed)),
                    () -> listener.skipped(new Skipped(name + ": live objects", "there is no jcmd beside java")));
        });
    }

    private void figure(String name, String unit, double value, Goal goal) {
        var figure = new Figure(name, unit, Spread.of(List.of(value)), Optional.empty(), Optional.empty(), goal);
        figures.add(figure);
        listener.measured(figure);
    }

    /** Whether nothing has grown. */
    public boolean isGood() {
        return figures.stream().allMatch(Figure::isMet);
    }
}
