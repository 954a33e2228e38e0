// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.spot.market.Step.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The plan of a run that names none: two notices at once, so that they overlap, one more notice, one rebalance recommendation and one
 * kill, in an order and with lengths drawn from the seed, spread over the run.
 */
final class DefaultPlan {
    private static final double LAST_SHARE = 0.8;
    private static final Duration APART = Duration.ofSeconds(5);
    private static final int SHORTEST_NOTICE_SECONDS = 10;
    private static final int LONGEST_NOTICE_SECONDS = 20;

    private DefaultPlan() {}

    private enum Item {
        TWO_NOTICES,
        ONE_NOTICE,
        REBALANCE,
        KILL
    }

    static List<Step> steps(long seed) {
        Random random = new Random(seed);
        List<Item> items = new ArrayList<>(Arrays.asList(Item.values()));
        Collections.shuffle(items, random);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Duration notBefore = APART.multipliedBy(i).plusMillis(random.nextInt((int) APART.toMillis()));
            double share = LAST_SHARE * (i + random.nextDouble()) / items.size();
            add(steps, items.get(i), notBefore, share, random);
        }
        return steps;
    }

    private static void add(List<Step> steps, Item item, Duration notBefore, double share, Random random) {
        int number = steps.size();
        switch (item) {
            case TWO_NOTICES -> {
                steps.add(notice(number, notBefore, random).atShare(share).togetherWithNext());
                steps.add(notice(number + 1, notBefore, random).atShare(share));
            }
            case ONE_NOTICE -> steps.add(notice(number, notBefore, random).atShare(share));
            case REBALANCE ->
                steps.add(Step.of(number, Kind.REBALANCE, Duration.ZERO, notBefore)
                        .atShare(share));
            case KILL ->
                steps.add(Step.of(number, Kind.KILL, Duration.ZERO, notBefore).atShare(share));
        }
    }

    private static Step notice(int number, Duration notBefore, Random random) {
        int seconds = SHORTEST_NOTICE_SECONDS + random.nextInt(LONGEST_NOTICE_SECONDS - SHORTEST_NOTICE_SECONDS + 1);
        return Step.of(number, Kind.NOTICE, Duration.ofSeconds(seconds), notBefore);
    }
}
