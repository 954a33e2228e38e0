// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        System.gc();

        RunDirectory.next(cache);

        assertThat(lives.work()).isDirectory();
    }

    @Test
    void aStoreThatWasKeptKeepsItsFiles() {
        RunDirectory kept = RunDirectory.next(cache);
        kept.keepWork();

        RunDirectory.next(cache);

        assertThat(kept.work()).isDirectory();
    }
}
