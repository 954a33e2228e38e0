// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.LifeCycle.State.CLOSED;
import static io.boxer.common.LifeCycle.State.DRAINING;
import static io.boxer.common.LifeCycle.State.RUNNING;
import static io.boxer.common.LifeCycle.State.STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.LifeCycle.Move;
import io.boxer.common.LifeCycle.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class LifeCycleTest {
    private static boolean started(LifeCycle cycle) {
        return cycle.started("serving");
    }

    private static boolean drain(LifeCycle cycle) {
        return cycle.drain("interruption notice, 118 s left");
    }

    private static boolean close(LifeCycle cycle) {
        return cycle.close("SIGTERM");
    }

    @Test
    void everyPairOfStateAndVerbMovesOrIsRefusedAsTheDiagramSays() {
        assertMoves(STARTING, LifeCycleTest::started, RUNNING);
        assertMoves(RUNNING, LifeCycleTest::drain, DRAINING);
        assertMoves(STARTING, LifeCycleTest::close, CLOSED);
        assertMoves(RUNNING, LifeCycleTest::close, CLOSED);
        assertMoves(DRAINING, LifeCycleTest::close, CLOSED);

        assertRefuses(RUNNING, LifeCycleTest::started, "node=n3: started is refused in state RUNNING");
        assertRefuses(DRAINING, LifeCycleTest::started, "node=n3: started is refused in state DRAINING");
        assertRefuses(STARTING, LifeCycleTest::drain, "node=n3: drain is refused in state STARTING");
        assertRefuses(CLOSED, LifeCycleTest::drain, "node=n3: drain is refused in state CLOSED");

        assertChangesNothing(CLOSED, LifeCycleTest::started);
        assertChangesNothing(DRAINING, LifeCycleTest::drain);
        assertChangesNothing(CLOSED, LifeCycleTest::close);
    }

    @Test
    void aMoveIsToldWithItsReason() {
        var cycle = new LifeCycle("node=n3");
        var moves = new ArrayList<Move>();
        cycle.onMove(moves::add);

        cycle.started("serving");
        cycle.drain("interruption notice, 118 s left");
        cycle.drain("interruption notice, 118 s left");

        assertThat(moves)
                .extracting(Move::toString)
                .containsExactly(
                        "node=n3 STARTING -> RUNNING: serving",
                        "node=n3 RUNNING -> DRAINING: interruption notice, 118 s left");
    }

    @Test
    void ofManyWhoCloseAtOnceOneIsToCleanUp() throws Exception {
        var cycle = new LifeCycle("node=n3");
        var barrier = new CyclicBarrier(8);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var winners = new ArrayList<Future<Boolean>>();
            for (var n = 0; n < 8; n++) {
                winners.add(pool.submit(() -> {
                    barrier.await();
                    return cycle.close("closed");
                }));
            }

            var cleaners = 0;
            for (var winner : winners) {
                cleaners += winner.get() ? 1 : 0;
            }

            assertThat(cleaners).isEqualTo(1);
            assertThat(cycle.awaitClosed(Duration.ZERO)).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    private static void assertMoves(State from, Predicate<LifeCycle> verb, State to) {
        var cycle = in(from);

        assertThat(verb.test(cycle)).isTrue();
        assertThat(cycle.state()).isEqualTo(to);
    }

    private static void assertRefuses(State from, Predicate<LifeCycle> verb, String message) {
        var cycle = in(from);

        assertThatThrownBy(() -> verb.test(cycle))
                .isInstanceOf(BoxerException.class)
                .hasMessage(message);
        assertThat(cycle.state()).isEqualTo(from);
    }

    private static void assertChangesNothing(State from, Predicate<LifeCycle> verb) {
        var cycle = in(from);
        var moves = new ArrayList<Move>();
        cycle.onMove(moves::add);

        assertThat(verb.test(cycle)).isFalse();
        assertThat(cycle.state()).isEqualTo(from);
        assertThat(moves).isEmpty();
    }

    private static LifeCycle in(State state) {
        var cycle = new LifeCycle("node=n3");
        if (state != STARTING) {
            cycle.started("test");
        }
        if (state == DRAINING) {
            cycle.drain("test");
        }
        if (state == CLOSED) {
            cycle.close("test");
        }
        return cycle;
    }
}
