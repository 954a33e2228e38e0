// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemberDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void whatASupervisorThatWasKilledHasLeftGoesWithTheNextThatEnds() throws IOException {
        Path left = left("boxer-node-1", Duration.ofMinutes(2));

        MemberDirectory.make(parent).close();

        assertThat(left).doesNotExist();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatIsBeingMadeOrIsNotOursToRemoveStays() throws IOException {
        Path young = left("boxer-node-2", Duration.ZERO);
        Path another = left("another", Duration.ofMinutes(2));

        MemberDirectory.make(parent).close();

        assertThat(young.resolve("members")).exists();
        assertThat(another.resolve("members")).exists();
    }

    @Test
    void thatOfASupervisorThatLivesStays() throws IOException {
        try (var living = MemberDirectory.make(parent)) {
            age(living.path(), Duration.ofMinutes(2));

            MemberDirectory.make(parent).close();

            assertThat(living.path().resolve("lock")).exists();
        }
    }

    private Path left(String name, Duration age) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        Files.createFile(directory.resolve("members"));
        Files.createFile(directory.resolve("lock"));
        age(directory, age);
        return directory;
    }

    private static void age(Path directory, Duration age) throws IOException {
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(age)));
    }
}
