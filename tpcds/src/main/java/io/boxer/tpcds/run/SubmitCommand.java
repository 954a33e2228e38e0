// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.common.HostPort;
import io.boxer.common.process.RunId;
import io.boxer.tpcds.spark.SparkMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The arguments of {@code spark-submit} for a run: what a user of a stock Spark would write. Immutable.
 *
 * @param master URL of the standalone master
 * @param store address of the namenode and its key; empty for Spark's own shuffle
 * @param work directory for Spark's local files
 */
record SubmitCommand(
        String master, SparkMemory memory, Optional<Store> store, Map<String, String> settings, Path work, RunId run) {
    record Store(HostPort namenode, Path keyFile, Path plugin) {}

    /**
     * From {@code --master} to the last argument of the program.
     *
     * @param program jar with the driver program
     * @param libraries jars that it needs beside Spark's
     */
    List<String> arguments(Path program, List<Path> libraries, String mainClass, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("--master", master, "--deploy-mode", "client"));
        words.addAll(List.of("--driver-memory", mebibytes(memory.driver().toBytes())));
        words.addAll(List.of("--executor-memory", mebibytes(memory.executor().toBytes())));
        words.addAll(List.of("--executor-cores", "1", "--total-executor-cores", "2"));
        List<String> jars = new ArrayList<>();
        store.ifPresent(one -> jars.add(one.plugin().toString()));
        libraries.forEach(jar -> jars.add(jar.toString()));
        words.addAll(List.of("--jars", String.join(",", jars)));
        configuration().forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
        words.addAll(List.of("--class", mainClass, program.toString()));
        words.addAll(arguments);
        return List.copyOf(words);
    }

    Map<String, String> configuration() {
        Map<String, String> conf = new LinkedHashMap<>(new TreeMap<>(settings));
        conf.put("spark.driver.host", "127.0.0.1");
        conf.put("spark.driver.bindAddress", "127.0.0.1");
        conf.put("spark.ui.enabled", "false");
        conf.put("spark.local.dir", work.toString());
        conf.put("spark.sql.warehouse.dir", work.resolve("warehouse").toString());
        conf.put("spark.executor.extraJavaOptions", run.jvmFlag() + " -Djava.io.tmpdir=" + work + " -XX:+UseSerialGC");
        store.ifPresent(one -> {
            conf.put("spark.shuffle.manager", "io.boxer.spark.ElasticShuffleManager");
            conf.put("spark.shuffle.sort.io.plugin.class", "io.boxer.spark.ElasticShuffleDataIO");
            conf.put("spark.boxer.namenode", one.namenode().toString());
            conf.put("spark.boxer.keyFile", one.keyFile().toString());
        });
        return conf;
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + "m";
    }
}
