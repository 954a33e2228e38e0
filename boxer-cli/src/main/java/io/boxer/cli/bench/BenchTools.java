// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.bench;

import io.boxer.benchmarks.net.Tools;
import io.boxer.cli.BoxerCli;
import io.boxer.common.BoxerException;
import io.boxer.common.process.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the launcher has told this process of itself. Stateless. */
final class BenchTools {
    private BenchTools() {}

    /** @throws BoxerException USER if it was not the launcher who started this process */
    static Tools own() {
        String build = Optional.ofNullable(System.getProperty("boxer.build"))
                .orElseThrow(() -> BoxerException.user("boxer.build is not set; start Boxer by its launcher ./boxer"));
        List<String> flags =
                System.getProperty("boxer.supervisor-flags", "").lines().toList();
        Optional<Path> guests = Optional.of(System.getProperty("boxer.guests", ""))
                .filter(name -> !name.isBlank())
                .map(Path::of);
        return new Tools(Path.of(build), JavaProgram.current(BoxerCli.class.getName()), flags, guests);
    }

    /** Of the sources; a plus: something was changed since. */
    static String commit() {
        return System.getProperty("boxer.commit", "unknown");
    }
}
