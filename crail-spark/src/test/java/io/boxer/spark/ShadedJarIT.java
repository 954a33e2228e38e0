// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.fixture.SparkHome;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The jar that users give to Spark. */
class ShadedJarIT {
    private static final Set<String> ALLOWED = Set.of(
            "io/boxer/common",
            "io/boxer/common/security",
            "io/boxer/common/wire",
            "io/boxer/elastic/crail",
            "io/boxer/elastic/rpc",
            "io/boxer/elastic/tier",
            "io/boxer/elastic/trace",
            "io/boxer/shaded/crail",
            "io/boxer/spark");

    private final File jar = new File(System.getProperty("boxer.test.spark.jar"));

    private List<String> classes() throws IOException {
        try (JarFile open = new JarFile(jar)) {
            return open.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }

    @Test
    void itHoldsOurPackagesAndRelocatedCrailAndNothingThatSparkHasToo() throws Exception {
        Set<String> packages = classes().stream()
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .map(name -> name.startsWith("io/boxer/shaded/crail") ? "io/boxer/shaded/crail" : name)
                .map(name -> name.startsWith("io/boxer/spark/") ? "io/boxer/spark" : name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages).isEqualTo(new TreeSet<>(ALLOWED));
    }

    @Test
    void itsNameTellsSparkAndScala() {
        assertThat(jar.getName()).matches("crail-spark-.+-spark4_2\\.13\\.jar");
    }

    @Test
    void everyClassLinksAgainstAStockSparkAlone() throws Exception {
        try (URLClassLoader stock = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            List<String> broken = new ArrayList<>();
            for (String name : classes()) {
                String className =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                try {
                    Class<?> loaded = Class.forName(className, false, stock);
                    int members = loaded.getDeclaredMethods().length + loaded.getDeclaredFields().length;
                    assertThat(members).isNotNegative();
                } catch (LinkageError | ClassNotFoundException e) {
                    broken.add(className + ": " + e);
                }
            }

            assertThat(broken).isEmpty();
        }
    }

    private URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        urls.add(jar.toURI().toURL());
        for (Path each : SparkHome.stockJars()) {
            urls.add(each.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
