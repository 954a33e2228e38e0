// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.nio.file.Path;

/** Generates scale 0.01 into the cache given; a test ends it in the middle. */
final class GenerateMain {
    private GenerateMain() {}

    public static void main(String[] arguments) {
        TpcdsData.ensure(Path.of(arguments[0]), TinyData.SCALE, Progress.silent());
    }
}
