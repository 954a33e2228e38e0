// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import java.nio.file.Path;

/** The data set of scale 0.01, made once and kept between runs of the tests; {@code -Dboxer.it.cache=DIR} says where. */
public final class TinyData {
    public static final ScaleFactor SCALE = ScaleFactor.parse("0.01");

    private TinyData() {}

    public static DataSet get() {
        return TpcdsData.ensure(cache(), SCALE, Progress.silent());
    }

    static Path cache() {
        return Path.of(System.getProperty("boxer.it.cache", "target/it-cache"));
    }
}
