// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.fixture.RealStore;
import io.boxer.spark.fixture.SubmittedProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users use it: {@code spark-submit --jars}, a stock Spark, the real store. */
@Timeout(180)
class SubmitIT {
    private static final String SUM = "sum=3199960000 ";

    private final Path jar = Path.of(System.getProperty("boxer.test.spark.jar"));
    private RealStore store;
    private Path directory;

    @BeforeEach
    void start(@TempDir Path temporary) {
        directory = temporary;
        store = RealStore.start(temporary, 3);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private SubmittedProgram submit(String master, String lease) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("spark.master", master);
        settings.put("spark.executor.memory", "512m");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.shuffle.manager", "io.boxer.spark.ElasticShuffleManager");
        settings.put("spark.boxer.namenode", store.address().toString());
        settings.put("spark.boxer.keyFile", store.keyFile().toString());
        settings.put("spark.boxer.lease", lease);
        return SubmittedProgram.start(directory, jar, settings);
    }

    private void awaitEmptyStore(Duration atMost) {
        await().atMost(atMost).untilAsserted(() -> assertThat(store.files()).isZero());
    }

    @Test
    void aDrainedNodeCostsNothingAndADeadOneOnlyWhatItHeld() throws Exception {
        try (SubmittedProgram program = submit("local-cluster[2,1,1024]", "60s")) {
            assertThat(program.tell("write")).isEqualTo("written");
            assertThat(store.files()).isPositive();
            assertThat(program.tell("read")).isEqualTo(SUM + "maps=8");

            assertThat(store.drainNode(Duration.ofSeconds(30))).isTrue();
            assertThat(program.tell("read")).isEqualTo(SUM + "maps=0");

            store.addNode();
            store.killNode();
            assertThat(program.tell("read")).startsWith(SUM);
            assertThat(program.tell("read")).isEqualTo(SUM + "maps=0");
            assertThat(program.exit()).isZero();
        }

        assertThat(store.files()).isZero();
    }

    @Test
    void twoApplicationsDoNotMeetAndAKilledDriversDataGoesWithItsLease() throws Exception {
        try (SubmittedProgram one = submit("local[2]", "60s");
                SubmittedProgram other = submit("local[2]", "3s")) {
            assertThat(one.tell("write")).isEqualTo("written");
            long files = store.files();
            assertThat(other.tell("write")).isEqualTo("written");
            assertThat(one.tell("read")).isEqualTo(SUM + "maps=8");
            assertThat(other.tell("read")).isEqualTo(SUM + "maps=8");

            other.kill();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(store.files()).isEqualTo(files));
            assertThat(one.tell("read")).isEqualTo(SUM + "maps=0");
            assertThat(one.exit()).isZero();
        }
        awaitEmptyStore(Duration.ofSeconds(10));
    }
}
