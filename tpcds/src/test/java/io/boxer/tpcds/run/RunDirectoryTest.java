// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    private Path cache = Path.of(".");

    @Test
    void runsAreNumbered() {
        assertThat(RunDirectory.next(cache).path()).endsWith(Path.of("runs", "0001"));
        assertThat(RunDirectory.next(cache).path()).endsWith(Path.of("runs", "0002"));
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNextAndItsLogsAreKept() throws IOException {
        RunDirectory killed = new RunDirectory(cache.resolve("runs").resolve("0007"));
        Path logs = Files.createDirectories(killed.work().resolve("store").resolve("logs"));
        Files.createDirectories(killed.logs());
        Files.writeString(logs.resolve("namenode.log"), "a line");
        Files.createFile(killed.work().resolve("in-use"));

        RunDirectory next = RunDirectory.next(cache);

        assertThat(next.path()).endsWith(Path.of("0008"));
        assertThat(killed.work()).doesNotExist();
        assertThat(killed.logs().resolve("store").resolve("namenode.log")).hasContent("a line");
    }

    @Test
    void aRunThatLivesKeepsItsFilesAfterTheGarbageCollectorRan() {
        RunDirectory lives = RunDirectory.next(cache);
        awaitGarbageCollection();

        RunDirectory.next(cache);

        assertThat(lives.work()).isDirectory();
    }

    /** Until what was unreachable when this was called, and closed by a cleaner, is closed. */
    private static void awaitGarbageCollection() {
        Cleaner cleaner = Cleaner.create();
        for (int round = 0; round < 2; round++) {
            CountDownLatch cleaned = new CountDownLatch(1);
            cleaner.register(new Object(), cleaned::countDown);
            await().until(() -> {
                System.gc();
                return cleaned.getCount() == 0;
            });
        }
    }

    @Test
    void aStoreThatWasKeptKeepsItsFiles() {
        RunDirectory kept = RunDirectory.next(cache);
        kept.keepWork();

        RunDirectory.next(cache);

        assertThat(kept.work()).isDirectory();
    }
}
