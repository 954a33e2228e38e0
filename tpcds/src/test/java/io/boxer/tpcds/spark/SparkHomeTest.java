// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.DataSize;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkHomeTest {
    @Test
    void theVersionIsReadFromTheNameOfTheCoreJar(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("jars"));
        Files.createFile(directory.resolve("jars/spark-core_2.13-4.1.3.jar"));

        assertThat(SparkHome.of(directory).version()).isEqualTo("4.1.3");
    }

    @Test
    void sparkThreeIsRefused(@TempDir Path directory) throws Exception {
        Files.createDirectories(directory.resolve("jars"));
        Files.createFile(directory.resolve("jars/spark-core_2.12-3.5.9.jar"));

        assertThatThrownBy(() -> SparkHome.of(directory)).hasMessageEndingWith("a Spark 4 for Scala 2.13 is needed");
    }

    @Test
    void aSmallMachineGetsASmallSpark() {
        assertThat(SparkMemory.on(DataSize.parse("7GiB")).total()).isLessThan(DataSize.parse("5GiB"));
        assertThat(SparkMemory.on(DataSize.parse("20GiB")).total()).isLessThan(DataSize.parse("12GiB"));
    }
}
