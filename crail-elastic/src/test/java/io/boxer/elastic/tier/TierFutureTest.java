// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TierFutureTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TierWorkers workers = new TierWorkers(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        workers.close();
    }

    @Test
    void whoAsksForAResultThatNobodyHasBegunRunsTheTaskItself() throws Exception {
        TierFuture<Thread> future = future(Thread::currentThread);

        assertThat(future.get()).isEqualTo(Thread.currentThread());
        assertThat(future.isDone()).isTrue();
    }

    @Test
    void aTaskThatNobodyWaitsForIsRunByANamedDaemon() throws Exception {
        TierFuture<Thread> future = future(Thread::currentThread);
        workers.begin(future);
        await().until(future::isDone);

        assertThat(future.get().getName()).matches("boxer-tier-\\d+");
        assertThat(future.get().isDaemon()).isTrue();
    }

    @Test
    void aTaskRunsOnceHoweverManyWantIt() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            TierFuture<Integer> future = future(runs::incrementAndGet);
            workers.begin(future);
            assertThat(future.get()).isEqualTo(i + 1);
        }

        assertThat(runs).hasValue(200);
    }

    @Test
    void aBusyPoolDoesNotHoldUpAWaitingCaller() throws Exception {
        workers.begin(future(() -> {
            gate.await();
            return 1;
        }));
        TierFuture<Integer> second = future(() -> 2);
        workers.begin(second);

        assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void aFailureIsTheCauseOfWhatGetThrows() {
        TierFuture<Integer> future = future(() -> {
            throw new IOException("gone");
        });

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("gone");
    }

    @Test
    void shortPatienceGivesUpATaskThatHasNotBegun() {
        AtomicInteger runs = new AtomicInteger();
        TierFuture<Integer> future = future(runs::incrementAndGet);

        assertThatThrownBy(() -> future.get(10, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        future.run();

        assertThat(runs).hasValue(0);
        assertThatThrownBy(future::get).cause().hasMessage("the operation was given up before it began");
    }

    @Test
    void afterTheCloseOfTheWorkersTheCallerRunsWhatItBegins() {
        workers.close();
        TierFuture<Integer> future = future(() -> 3);

        workers.begin(future);

        assertThat(future.isDone()).isTrue();
    }

    private static <T> TierFuture<T> future(Callable<T> task) {
        return new TierFuture<>(task, new BufferGuard(), System.nanoTime() + 3 * SECOND, OperationTrace.OFF);
    }
}
