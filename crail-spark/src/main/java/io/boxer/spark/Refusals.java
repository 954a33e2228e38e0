// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.common.BoxerException;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of Spark that contradict this shuffle: refused at the application's start, by name, with the way out. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** Throws USER for the first contradiction; logs what is allowed and unwise. */
    static void check(SparkConf conf) {
        checkVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
        ShuffleSettings.refuseUnknown(conf);
        ShuffleSettings settings = ShuffleSettings.from(conf);
        if (settings.storeProvider().equals(ShuffleSettings.STORE_PROVIDER.defaultText())
                && ShuffleSettings.NAMENODE.in(conf).isEmpty()) {
            throw BoxerException.user(
                    "%s is not set; set it to host:port of the store's namenode", ShuffleSettings.NAMENODE.key());
        }
        String plugin = conf.get("spark.shuffle.sort.io.plugin.class", "");
        if (!plugin.equals(ElasticShuffleDataIO.class.getName())) {
            throw BoxerException.user(
                    "spark.shuffle.sort.io.plugin.class=%s does not go with spark.shuffle.manager=%s; leave it out",
                    plugin, ElasticShuffleManager.class.getName());
        }
        refuse(conf, "spark.shuffle.useOldFetchProtocol", "makes two attempts of a map task the same output");
        refuse(conf, "spark.shuffle.push.enabled", "pushes blocks to services that this shuffle does not use");
        refuse(conf, "spark.shuffle.service.enabled", "makes Spark drop a whole host's outputs, which are not there");
        refuse(
                conf,
                "spark.dynamicAllocation.shuffleTracking.enabled",
                dynamicAllocation(conf),
                "holds executors for outputs that do not need them");
        refuse(conf, "spark.executor.userClassPathFirst", "loads this jar twice");
        refuse(conf, "spark.driver.userClassPathFirst", "loads this jar twice");
        warn(conf);
    }

    /** shuffleTracking is on by default, and only looked at under dynamic allocation. */
    private static boolean dynamicAllocation(SparkConf conf) {
        return conf.getBoolean("spark.dynamicAllocation.enabled", false);
    }

    private static void refuse(SparkConf conf, String key, String why) {
        refuse(conf, key, true, why);
    }

    private static void refuse(SparkConf conf, String key, boolean applies, String why) {
        if (applies && conf.getBoolean(key, false)) {
            throw BoxerException.user("%s=true %s; set it to false", key, why);
        }
    }

    static void checkVersion(String version) {
        String[] parts = version.split("[.-]", -1);
        int major = number(parts, 0);
        int minor = number(parts, 1);
        if (major != 4 || minor > 2) {
            throw BoxerException.user(
                    "Spark %s: this jar is for Spark 4.0 to 4.2; take the jar whose name has your version", version);
        }
    }

    private static int number(String[] parts, int at) {
        try {
            return at < parts.length ? Integer.parseInt(parts[at]) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void warn(SparkConf conf) {
        if (conf.getBoolean("spark.excludeOnFailure.application.fetchFailure.enabled", false)) {
            LOG.warn("spark.excludeOnFailure.application.fetchFailure.enabled=true excludes executors after a loss of"
                    + " data that no executor held; set it to false");
        }
        if (conf.getBoolean("spark.shuffle.reduceLocality.enabled", true)) {
            LOG.info("spark.shuffle.reduceLocality.enabled=false would save the driver some work: map outputs are near"
                    + " no executor");
        }
        if (conf.getBoolean("spark.storage.decommission.shuffleBlocks.enabled", true)
                && conf.getBoolean("spark.storage.decommission.enabled", false)) {
            LOG.warn("spark.storage.decommission.shuffleBlocks.enabled moves no block: none is on an executor");
        }
    }
}
