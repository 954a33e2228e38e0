// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    private final SparkConf conf = new SparkConf(false)
            .set("spark.boxer.namenode", "127.0.0.1:7777")
            .set("spark.shuffle.sort.io.plugin.class", ElasticShuffleDataIO.class.getName());

    @Test
    void theThreeSettingsOfTheQuickStartAreEnough() {
        assertThatCode(() -> Refusals.check(conf)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark.shuffle.useOldFetchProtocol|makes two attempts of a map task the same output",
                "spark.shuffle.push.enabled|pushes blocks to services that this shuffle does not use",
                "spark.shuffle.service.enabled|makes Spark drop a whole host's outputs, which are not there",
                "spark.executor.userClassPathFirst|loads this jar twice",
                "spark.driver.userClassPathFirst|loads this jar twice"
            })
    void aContradictionIsRefusedByNameWithTheWayOut(String key, String why) {
        conf.set(key, "true");

        assertThatThrownBy(() -> Refusals.check(conf)).hasMessage(key + "=true " + why + "; set it to false");
    }

    @Test
    void shuffleTrackingIsRefusedOnlyUnderDynamicAllocation() {
        conf.set("spark.dynamicAllocation.shuffleTracking.enabled", "true");
        assertThatCode(() -> Refusals.check(conf)).doesNotThrowAnyException();
        conf.set("spark.dynamicAllocation.enabled", "true");

        assertThatThrownBy(() -> Refusals.check(conf))
                .hasMessage("spark.dynamicAllocation.shuffleTracking.enabled=true holds executors for outputs that do"
                        + " not need them; set it to false");
    }

    @Test
    void withoutANamenodeTheSettingIsNamed() {
        conf.remove("spark.boxer.namenode");

        assertThatThrownBy(() -> Refusals.check(conf))
                .hasMessage("spark.boxer.namenode is not set; set it to host:port of the store's namenode");
    }

    @Test
    void aMisspeltSettingIsRefused() {
        conf.set("spark.boxer.contaner.size", "1m");

        assertThatThrownBy(() -> Refusals.check(conf))
                .hasMessageStartingWith("spark.boxer.contaner.size is no setting; known are spark.boxer.namenode, ");
    }

    @Test
    void nonsenseInASettingIsRefusedWithItsDefault() {
        conf.set("spark.boxer.container.size", "big");

        assertThatThrownBy(() -> Refusals.check(conf))
                .hasMessageStartingWith("spark.boxer.container.size=big cannot be read (")
                .hasMessageEndingWith("; the default is '64m'");
    }

    @Test
    void aLeaseThatCannotBeRenewedInTimeIsRefused() {
        conf.set("spark.boxer.lease", "1s");

        assertThatThrownBy(() -> Refusals.check(conf))
                .hasMessage("spark.boxer.lease=1000ms must be at least 3s; the default is 60s");
    }

    @Test
    void anotherWriteSideIsRefused() {
        conf.set("spark.shuffle.sort.io.plugin.class", "some.Other");

        assertThatThrownBy(() -> Refusals.check(conf))
                .hasMessage("spark.shuffle.sort.io.plugin.class=some.Other does not go with"
                        + " spark.shuffle.manager=io.boxer.spark.ElasticShuffleManager; leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.0", "4.0.4", "4.1.3", "4.2.0", "4.2.0-preview5"})
    void testedVersionsOfSparkAreAllowed(String version) {
        assertThatCode(() -> Refusals.checkVersion(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.5.9", "4.3.0", "5.0.0", "unknown"})
    void otherVersionsOfSparkAreRefused(String version) {
        assertThatThrownBy(() -> Refusals.checkVersion(version))
                .hasMessage("Spark " + version + ": this jar is for Spark 4.0 to 4.2; take the jar whose name has your"
                        + " version");
    }

    @Test
    void thereAreFewerThanTwentySettingsEachWithAMeaning() {
        assertThat(ShuffleSettings.ALL)
                .hasSizeLessThan(20)
                .allSatisfy(setting -> assertThat(setting.meaning()).isNotBlank());
    }
}
