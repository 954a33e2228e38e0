// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class JvmFlagsTest {
    @Test
    void theFlagsOfOurTestsAreThoseThatSparkGivesItsProcesses() {
        assertThat(System.getProperty("boxer.test.spark.jvm.flags"))
                .as("property spark.jvm.flags of this module's pom.xml")
                .isEqualTo(JavaModuleOptions.defaultModuleOptions());
    }
}
