// SPDX-License-Identifier: Apache-2.0
package io.boxer.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "io.boxer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule COMMON_KNOWS_NO_OTHER_MODULE = noClasses()
            .that()
            .resideInAPackage("io.boxer.common..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.boxer.elastic..",
                    "io.boxer.spark..",
                    "io.boxer.spot..",
                    "io.boxer.cluster..",
                    "io.boxer.tpcds..",
                    "io.boxer.shim..",
                    "io.boxer.overlay..",
                    "io.boxer.coordinator..",
                    "io.boxer.supervisor..",
                    "io.boxer.relay..",
                    "io.boxer.compat..",
                    "io.boxer.compose..",
                    "io.boxer.lab..",
                    "io.boxer.benchmarks..",
                    "io.boxer.cli..");

    @ArchTest
    static final ArchRule THE_OVERLAY_KNOWS_NEITHER_STORE_NOR_CLOUD = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.boxer.shim..",
                    "io.boxer.overlay..",
                    "io.boxer.coordinator..",
                    "io.boxer.supervisor..",
                    "io.boxer.relay..",
                    "io.boxer.compat..",
                    "io.boxer.compose..",
                    "io.boxer.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.boxer.elastic..",
                    "io.boxer.spark..",
                    "io.boxer.spot..",
                    "io.boxer.cluster..",
                    "io.boxer.tpcds..",
                    "io.boxer.benchmarks..",
                    "io.boxer.cli..",
                    "org.apache.crail..",
                    "software.amazon..");

    @ArchTest
    static final ArchRule THE_SHIMS_WIRE_FORMAT_DECIDES_NOTHING = noClasses()
            .that()
            .resideInAPackage("io.boxer.shim..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.boxer.overlay..", "io.boxer.supervisor..", "io.netty..");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_NEITHER_SPARK_NOR_SPOT_POLICIES = noClasses()
            .that()
            .resideInAPackage("io.boxer.elastic..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.boxer.spark..",
                    "io.boxer.spot..",
                    "io.boxer.cluster..",
                    "io.boxer.tpcds..",
                    "io.boxer.cli..",
                    "org.apache.spark..",
                    "software.amazon..");

    @ArchTest
    static final ArchRule THE_SPOT_MANAGER_KNOWS_NO_STORE = noClasses()
            .that()
            .resideInAPackage("io.boxer.spot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.boxer.elastic..", "org.apache.crail..", "io.boxer.cluster..");

    @ArchTest
    static final ArchRule SPARK_SEES_THE_TIER_ONLY = noClasses()
            .that()
            .resideInAPackage("io.boxer.spark..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.boxer.elastic.namenode..",
                    "io.boxer.elastic.datanode..",
                    "io.boxer.elastic.netty..",
                    "io.boxer.common.netty..",
                    "io.boxer.common.admin..",
                    "io.netty..");

    @ArchTest
    static final ArchRule WHAT_RUNS_IN_AN_APPLICATION_BRINGS_NOTHING_ALONG = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.boxer.elastic.tier..",
                    "io.boxer.elastic.crail..",
                    "io.boxer.elastic.rpc..",
                    "io.boxer.common.security..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "com.fasterxml..", "io.micrometer..");

    @ArchTest
    static final ArchRule ONLY_ONE_PACKAGE_TOUCHES_CRAIL = noClasses()
            .that()
            .resideInAPackage("io.boxer.elastic..")
            .and()
            .resideOutsideOfPackage("io.boxer.elastic.crail..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.crail..");

    @ArchTest
    static final ArchRule CORES_DO_NO_IO = noClasses()
            .that()
            .haveNameMatching(
                    "io\\.boxer\\.elastic\\.(datanode\\.core\\..*|namenode\\.(NamenodeCore|NamenodeState|Namespace|Inode"
                            + "|Block|BlockProcedures|BlockWaiters|FileRequests|DirectoryRequests|NodeSessions|Node|Drain|Drains"
                            + "|DrainOrder|Placement|Decisions)|tier\\.(ClientOperationCore|BackOff))|io\\.boxer\\.spot\\.policy\\..*"
                            + "|io\\.boxer\\.(coordinator\\.(MembershipCore|AddressPlan|Node)|supervisor\\.(NodeCore|LinkCore)"
                            + "|overlay\\.punch\\.RendezvousCore)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "io.netty..",
                    "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule VIRTUAL_TIME_IS_FOR_TESTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.boxer.common.sim..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.boxer.common.sim..");

    @ArchTest
    static final ArchRule BENCHMARKS_ARE_FOR_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages("io.boxer.benchmarks..", "io.boxer.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.boxer.benchmarks..");

    @ArchTest
    static final ArchRule NOBODY_DESERIALIZES_JAVA_OBJECTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.boxer.spark..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream");

    @ArchTest
    static final ArchRule PRINTING_IS_FOR_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages("io.boxer.cli..")
            .should()
            .accessField(System.class, "out");
}
