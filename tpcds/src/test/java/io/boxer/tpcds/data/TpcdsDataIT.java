// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class TpcdsDataIT {
    private static final class Notes implements Progress {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void at(String step, long done, long total) {
            assertThat(done).isBetween(1L, total);
        }

        @Override
        public void note(String line) {
            lines.add(line);
        }
    }

    @Test
    void scale001HasAll24TablesWithTheGeneratorsRowCounts() {
        Map<String, Long> rows =
                TinyData.get().tables().stream().collect(Collectors.toMap(TableData::name, TableData::rowCount));

        assertThat(rows)
                .hasSize(24)
                .containsEntry("store_sales", 120_527L)
                .containsEntry("store_returns", 11_925L)
                .containsEntry("catalog_returns", 8_923L)
                .containsEntry("web_returns", 1_152L)
                .containsEntry("customer_demographics", 1_920_800L);
    }

    @Test
    void aDataSetThatIsThereIsCheckedAndUsed() {
        DataSet first = TinyData.get();
        Notes notes = new Notes();

        DataSet second = TpcdsData.ensure(TinyData.cache(), TinyData.SCALE, notes);

        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.directory()).isEqualTo(first.directory());
        assertThat(notes.lines).isEmpty();
    }

    @Test
    void aDamagedFileIsNoticedAndEverythingComesOutTheSameAgain(@TempDir Path cache) throws IOException {
        DataSet whole = TinyData.get();
        Path copy = cache.resolve("tpcds").resolve(whole.directory().getFileName());
        copy(whole.directory(), copy);
        Path file = copy.resolve("item/part-001.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Path leftByAKilledProcess =
                Files.createDirectories(cache.resolve("tpcds/" + copy.getFileName() + ".unfinished7/x"));

        Notes notes = new Notes();
        DataSet again = TpcdsData.ensure(cache, TinyData.SCALE, notes);

        assertThat(notes.lines).hasSize(1);
        assertThat(notes.lines.get(0))
                .startsWith("cached TPC-DS data is damaged, generating again: item/part-001.parquet has the checksum ");
        assertThat(again.firstDamage()).isEmpty();
        assertThat(again.fingerprint()).isEqualTo(whole.fingerprint());
        assertThat(leftByAKilledProcess.getParent()).doesNotExist();
    }

    @Test
    void anEndedProcessLeavesNoHalfDataSet(@TempDir Path cache) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GenerateMain.class.getName(),
                        cache.toString())
                .inheritIO()
                .start();
        try {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !process.isAlive() || !unfinished(cache).isEmpty());
            assertThat(process.isAlive()).isTrue();

            process.destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(directories(cache.resolve("tpcds"))).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Files that a generation has begun. */
    private static List<Path> unfinished(Path cache) throws IOException {
        if (!Files.exists(cache.resolve("tpcds"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(cache.resolve("tpcds"))) {
            return all.filter(path -> path.toString().endsWith(".txt")).toList();
        }
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }
}
