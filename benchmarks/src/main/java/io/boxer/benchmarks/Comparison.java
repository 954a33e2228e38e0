// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Two things that do the same, run in turn, each once per round and every other round in the other order; one round before the
 * first warms both and does not count.
 *
 * @param columns what each trial brings, in order
 * @param peer name of the other side
 */
public record Comparison(List<Column> columns, String peer, Trial ours, Trial peers) {
    /** Measures once. */
    @FunctionalInterface
    public interface Trial {
        /** One number for each column. */
        List<Double> run();
    }

    public Comparison {
        columns = List.copyOf(columns);
    }

    /** @param rounds that count; at least 1 */
    public List<Figure> run(int rounds) {
        ours.run();
        peers.run();
        List<List<Double>> mine = new ArrayList<>();
        List<List<Double>> other = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                other.add(peers.run());
                mine.add(ours.run());
            } else {
                mine.add(ours.run());
                other.add(peers.run());
            }
        }
        return IntStream.range(0, columns.size())
                .mapToObj(column -> figure(columns.get(column), values(mine, column), values(other, column)))
                .toList();
    }

    private Figure figure(Column column, List<Double> mine, List<Double> other) {
        var ratios = IntStream.range(0, mine.size())
                .mapToObj(round -> mine.get(round) / other.get(round))
                .toList();
        return new Figure(
                column.name(),
                column.unit(),
                Spread.of(mine),
                Optional.of(new Figure.Peer(peer, Spread.of(other))),
                Optional.of(Spread.of(ratios)),
                column.goal());
    }

    private static List<Double> values(List<List<Double>> trials, int column) {
        return trials.stream().map(trial -> trial.get(column)).toList();
    }
}
