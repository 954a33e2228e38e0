// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.spot.notice.ImdsSettings;
import io.boxer.spot.notice.ImdsSource;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** The threads that poll instance metadata: one that keeps time, two that read answers. Thread-safe. */
final class ImdsPoller implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named("boxer-imds-"));
    private final ExecutorService answers = Executors.newFixedThreadPool(2, named("boxer-imds-http-"));
    private final ImdsSource.Shared shared;

    ImdsPoller(ImdsSettings settings, InstantSource clock) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(answers)
                .build();
        shared = new ImdsSource.Shared(http, timer, clock, RandomGenerator.getDefault(), settings);
    }

    ImdsSource.Shared shared() {
        return shared;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        answers.shutdown();
    }
}
