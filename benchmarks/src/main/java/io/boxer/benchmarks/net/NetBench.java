// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Figure;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.common.BoxerException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The whole benchmark of the overlay. Confined to the thread that runs it. */
public final class NetBench implements Listener {
    private static final List<Section> SECTIONS = List.of(new Connections(), new Nats(), new ManyNodes());

    private final Listener listener;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<Skipped> failed = new ArrayList<>();

    /** @param listener is told as it goes */
    public NetBench(Listener listener) {
        this.listener = listener;
    }

    /** The words by which parts are chosen. */
    public static List<String> sections() {
        return SECTIONS.stream().map(Section::name).toList();
    }

    /**
     * Runs the chosen sections in order.
     *
     * @param rounds how often each side of a comparison runs
     * @throws BoxerException USER if there is no such section
     */
    public void run(Tools tools, List<String> chosen, int rounds) {
        for (String name : chosen) {
            BoxerException.require(
                    sections().contains(name),
                    "--only=%s is no part of this benchmark; there are %s",
                    name,
                    String.join(", ", sections()));
        }
        SECTIONS.stream()
                .filter(section -> chosen.contains(section.name()))
                .forEach(section -> section.run(tools, rounds, this));
    }

    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Whether all goals are met and nothing broke. */
    public boolean isGood() {
        return failed.isEmpty() && figures.stream().allMatch(Figure::isMet);
    }

    /** What could not be measured or broke, with the reason. */
    public List<Skipped> skipped() {
        return Stream.concat(skipped.stream(), failed.stream()).toList();
    }

    @Override
    public void measuring(String name) {
        listener.measuring(name);
    }

    @Override
    public void measured(Figure figure) {
        figures.add(figure);
        listener.measured(figure);
    }

    @Override
    public void skipped(Skipped one) {
        skipped.add(one);
        listener.skipped(one);
    }

    @Override
    public void failed(Skipped one) {
        failed.add(one);
        listener.failed(one);
    }
}
