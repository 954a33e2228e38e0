// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Figure;
import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.benchmarks.Spread;
import io.boxer.common.BoxerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes behind NATs connect, are refused, are killed in the middle of it, come and go, again and again; what their supervisors, the
 * coordinator and the relay hold is counted before and after. Confined to the thread that runs it.
 */
public final class NetSoak {
    private static final int WARM_ROUNDS = 2;
    private static final int FEWEST_ROUNDS = 2;

    /** What any process takes in the course of time: classes that are loaded late, tables that double. */
    private static final long LIVE_BYTES_ALLOWED = 400_000;

    /** The names of a connection's ends are kept, for the 65 536 that were asked for last. */
    private static final int LIVE_BYTES_FOR_NAMES = 150;

    private static final int NAMES_KEPT = 65_536;
    private static final double MEBIBYTES_ALLOWED = 10;

    private final Listener listener;
    private final List<Figure> figures = new ArrayList<>();
    private int rounds;

    /** @param listener is told as it goes */
    public NetSoak(Listener listener) {
        this.listener = listener;
    }

    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Whether nothing has grown. */
    public boolean isGood() {
        return figures.stream().allMatch(Figure::isMet);
    }

    /**
     * Runs for so long, and a little longer: a round is not broken off.
     *
     * @throws BoxerException PEER if a connection fails that should not, or a process of ours ends
     */
    public void run(Tools tools, Duration time) {
        try (Site site = Site.open(tools);
                LabOfSite lab = LabOfSite.build(site, tools, SoakStage.NATS)) {
            Map<String, Long> pids = new LinkedHashMap<>();
            SoakStage stage = SoakStage.open(site, lab.lab(), pids);
            run(stage, new Watched(pids, tools.boxer().java().resolveSibling("jcmd")), time);
        } catch (LabOfSite.NoLabException none) {
            listener.skipped(new Skipped("soak of the overlay", none.why()));
        }
    }

    private void run(SoakStage stage, Watched watched, Duration time) {
        for (int i = 0; i < WARM_ROUNDS; i++) {
            round(stage);
        }
        watched.settle();
        Map<String, Census> before = watched.census();
        long end = System.nanoTime() + time.toNanos();
        do {
            round(stage);
        } while (rounds < WARM_ROUNDS + FEWEST_ROUNDS || System.nanoTime() - end < 0);
        watched.settle(before);
        tell(before, watched.census());
    }

    private void round(SoakStage stage) {
        listener.measuring("round " + ++rounds);
        stage.round(rounds);
    }

    private void tell(Map<String, Census> before, Map<String, Census> after) {
        long connections = (long) (rounds - WARM_ROUNDS) * SoakStage.CONNECTIONS;
        figure("connections", "", (double) connections, Goal.none());
        after.forEach((name, now) -> tell(name, before.getOrDefault(name, now), now, connections));
    }

    private void tell(String name, Census then, Census now, long connections) {
        figure(name + ": descriptors more", "", (double) (now.descriptors() - then.descriptors()), Goal.atMost(0));
        figure(name + ": threads more", "", (double) (now.threads() - then.threads()), Goal.atMost(0));
        figure(name + ": resident memory in the end", "MiB", now.residentMebibytes(), Goal.none());
        figure(
                name + ": resident memory more",
                "MiB",
                now.residentMebibytes() - then.residentMebibytes(),
                Goal.atMost(MEBIBYTES_ALLOWED));
        Optional<Long> grown = now.liveBytes().flatMap(bytes -> then.liveBytes().map(earlier -> bytes - earlier));
        long allowed = LIVE_BYTES_ALLOWED + LIVE_BYTES_FOR_NAMES * Math.min(connections, NAMES_KEPT);
        grown.ifPresentOrElse(
                bytes -> figure(name + ": live objects more", "B", (double) bytes, Goal.atMost((double) allowed)),
                () -> listener.skipped(new Skipped(name + ": live objects", "there is no jcmd beside java")));
    }

    private void figure(String name, String unit, double value, Goal goal) {
        var figure = new Figure(name, unit, Spread.of(List.of(value)), Optional.empty(), Optional.empty(), goal);
        figures.add(figure);
        listener.measured(figure);
    }
}
