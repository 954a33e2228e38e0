// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.common.BoxerException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * All settings of the shuffle, read once. Immutable.
 *
 * @param storeProvider class that connects to the store
 * @param root directory under which each application gets one of its own
 * @param containerBytes a container of this size gets no further map output
 * @param bufferBytes of one append or read
 * @param inlineIndexBytes largest index that travels with a map output's location
 * @param indexCacheBytes of indexes kept in an executor
 * @param readThreads of an executor
 * @param joinGapBytes largest gap between two wanted ranges that is read and thrown away
 * @param deadline how long a store that does not answer is asked again
 * @param lease how long the data outlives a driver that was killed
 * @param lossPoll between two looks of the driver for lost data
 * @param cleanAtQueryEnd whether a SQL query's shuffles are removed when it ends
 */
public record ShuffleSettings(
        String storeProvider,
        String root,
        long containerBytes,
        int bufferBytes,
        int inlineIndexBytes,
        long indexCacheBytes,
        int readThreads,
        long joinGapBytes,
        Duration deadline,
        Duration lease,
        Duration lossPoll,
        boolean cleanAtQueryEnd) {
    public static final SparkSetting<String> NAMENODE =
            SparkSetting.text("spark.boxer.namenode", "", "host:port of the store's namenode; must be set");
    public static final SparkSetting<String> KEY_FILE = SparkSetting.text(
            "spark.boxer.keyFile",
            "",
            "File with the store's key, readable on the driver and on each executor; empty: BOXER_KEY_FILE of the"
                    + " process, else ~/.config/boxer/default.key");
    public static final SparkSetting<Long> BLOCK_SIZE =
            SparkSetting.bytes("spark.boxer.blockSize", "1m", "Block size of the store; must be the namenode's");
    public static final SparkSetting<String> STORE_PROVIDER = SparkSetting.text(
            "spark.boxer.store.provider",
            "io.boxer.spark.crail.CrailStoreProvider",
            "Class that connects to the store; for tests and other stores");
    public static final SparkSetting<String> ROOT = SparkSetting.text(
            "spark.boxer.root", "/spark", "Directory of the store under which each application gets its own");
    public static final SparkSetting<Long> CONTAINER_SIZE = SparkSetting.bytes(
            "spark.boxer.container.size",
            "64m",
            "A container of this size gets no further map output; smaller ones make less to recompute when one is lost");
    public static final SparkSetting<Long> BUFFER_SIZE = SparkSetting.bytes(
            "spark.boxer.buffer.size",
            "1m",
            "Off-heap buffer of one append or read; each running task and read thread has one");
    public static final SparkSetting<Long> INDEX_INLINE = SparkSetting.bytes(
            "spark.boxer.index.inline",
            "256",
            "Largest index that travels with a map output's location and saves its readers a read; the driver keeps it");
    public static final SparkSetting<Long> INDEX_CACHE = SparkSetting.bytes(
            "spark.boxer.index.cacheSize", "32m", "Indexes of map outputs kept in each executor's heap");
    public static final SparkSetting<Integer> READ_THREADS =
            SparkSetting.count("spark.boxer.read.threads", "8", "Reads that an executor has at the store at one time");
    public static final SparkSetting<Long> READ_JOIN_GAP = SparkSetting.bytes(
            "spark.boxer.read.joinGap", "16k", "Largest gap between two wanted ranges that is read and thrown away");
    public static final SparkSetting<Long> DEADLINE = SparkSetting.millis(
            "spark.boxer.deadline",
            "60s",
            "How long a store that does not answer is asked again before the map output counts as lost");
    public static final SparkSetting<Long> LEASE = SparkSetting.millis(
            "spark.boxer.lease", "60s", "How long an application's data outlives a driver that was killed");
    public static final SparkSetting<Long> LOSS_POLL = SparkSetting.millis(
            "spark.boxer.loss.pollInterval", "1s", "How often the driver asks the store for lost data");
    public static final SparkSetting<Boolean> CLEAN_AT_QUERY_END = SparkSetting.flag(
            "spark.boxer.cleanAtQueryEnd",
            "true",
            "Remove a SQL query's shuffles soon after it ends, not when the driver collects garbage; used again, they"
                    + " are computed again");

    /** In the order of the documentation. */
    public static final List<SparkSetting<?>> ALL = List.of(
            NAMENODE,
            KEY_FILE,
            BLOCK_SIZE,
            ROOT,
            LEASE,
            CLEAN_AT_QUERY_END,
            DEADLINE,
            LOSS_POLL,
            CONTAINER_SIZE,
            BUFFER_SIZE,
            READ_THREADS,
            READ_JOIN_GAP,
            INDEX_INLINE,
            INDEX_CACHE,
            STORE_PROVIDER);

    public ShuffleSettings {
        require(root.startsWith("/") && !root.endsWith("/"), ROOT, root, "must start with / and not end with it");
        require(containerBytes > 0, CONTAINER_SIZE, containerBytes, "must be positive");
        require(bufferBytes >= 4096, BUFFER_SIZE, bufferBytes, "must be at least 4k");
        require(inlineIndexBytes <= 16_384, INDEX_INLINE, inlineIndexBytes, "must be at most 16k");
        require(readThreads > 0, READ_THREADS, readThreads, "must be positive");
        require(joinGapBytes >= 0, READ_JOIN_GAP, joinGapBytes, "must not be negative");
        require(lease.compareTo(Duration.ofSeconds(3)) >= 0, LEASE, lease.toMillis() + "ms", "must be at least 3s");
        require(!lossPoll.isZero(), LOSS_POLL, lossPoll, "must be positive");
    }

    private static void require(boolean holds, SparkSetting<?> setting, Object value, String rule) {
        if (!holds) {
            throw BoxerException.user("%s=%s %s; the default is %s", setting.key(), value, rule, setting.defaultText());
        }
    }

    public static ShuffleSettings from(SparkConf conf) {
        return new ShuffleSettings(
                STORE_PROVIDER.in(conf),
                ROOT.in(conf),
                CONTAINER_SIZE.in(conf),
                Math.toIntExact(BUFFER_SIZE.in(conf)),
                Math.toIntExact(INDEX_INLINE.in(conf)),
                INDEX_CACHE.in(conf),
                READ_THREADS.in(conf),
                READ_JOIN_GAP.in(conf),
                Duration.ofMillis(DEADLINE.in(conf)),
                Duration.ofMillis(LEASE.in(conf)),
                Duration.ofMillis(LOSS_POLL.in(conf)),
                CLEAN_AT_QUERY_END.in(conf));
    }

    /** Throws USER for a {@code spark.boxer.*} key that is none of ours: a misspelt setting would else do nothing. */
    static void refuseUnknown(SparkConf conf) {
        List<String> known = ALL.stream().map(SparkSetting::key).toList();
        Arrays.stream(conf.getAllWithPrefix("spark.boxer."))
                .map(entry -> "spark.boxer." + entry._1())
                .filter(key -> !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw BoxerException.user("%s is no setting; known are %s", key, String.join(", ", known));
                });
    }
}
