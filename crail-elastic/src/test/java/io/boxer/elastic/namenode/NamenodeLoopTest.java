// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.elastic.trace.Trace;
import io.netty.channel.DefaultEventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamenodeLoopTest {
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final ExecutorService disk = Executors.newSingleThreadExecutor();
    private final CountDownLatch decided = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);

    @AfterEach
    void close() {
        written.countDown();
        disk.shutdown();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aNoticeThatWasAcceptedIsNotForgottenByARestartBecauseItsAnswerWaitsForTheDisk() throws Exception {
        DurableOutbox outbox = new DurableOutbox(records -> awaitDisk(), disk, loop, failure -> {});
        NamenodeLoop namenode = new NamenodeLoop(loop, new NamenodeCore(), outbox, new NamenodeTrace(Trace.OFF));

        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> namenode.decide("DRAIN", () -> {
            namenode.perform(List.of(new NamenodeAction.Append(new LogRecord.Epoch(1))));
            decided.countDown();
            return "accepted";
        }));
        assertThat(decided.await(10, TimeUnit.SECONDS)).isTrue();
        loop.submit(() -> {}).sync();
        boolean early = answer.isDone();
        written.countDown();

        assertThat(early).as("answered before the record was on disk").isFalse();
        await().untilAsserted(() -> assertThat(answer).isCompletedWithValue("accepted"));
    }

    private void awaitDisk() {
        try {
            written.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
