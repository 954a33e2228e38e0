// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.crail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.fixture.RealStore;
import io.boxer.spark.store.BytesLostException;
import io.boxer.spark.store.ContainerAppender;
import io.boxer.spark.store.ContainerReader;
import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.store.ContainerStoreContract;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrailContainerStoreIT extends ContainerStoreContract {
    private static RealStore real;

    @BeforeAll
    static void start(@TempDir Path directory) {
        real = RealStore.start(directory, 1);
    }

    @AfterAll
    static void stop() {
        real.close();
    }

    @Override
    protected ContainerStore connect(Path unused) throws Exception {
        return new CrailStoreProvider()
                .connect(new SparkConf(false)
                        .set("spark.boxer.namenode", real.address().toString())
                        .set("spark.boxer.keyFile", real.keyFile().toString()));
    }

    @Test
    void whatADeadNodeHeldIsLostAndNamed(@TempDir Path unused) throws Exception {
        try (ContainerStore store = connect(unused)) {
            store.createDirectory("/spark/app/2");
            ContainerAppender appender = store.create("/spark/app/2/c");
            appender.append(ByteBuffer.allocateDirect(100));
            appender.sync();
            ContainerReader reader = store.open("/spark/app/2/c");
            real.addNode();
            real.killNode();

            assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocateDirect(100)))
                    .isInstanceOf(BytesLostException.class)
                    .hasMessageContaining("node-");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(store.lost("/spark/app"))
                            .singleElement()
                            .satisfies(loss -> {
                                assertThat(loss.containerId()).isEqualTo(appender.containerId());
                                assertThat(loss.overlaps(0, 1)).isTrue();
                                assertThat(loss.cause()).contains("node-");
                            }));
        }
    }
}
