// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program in Go of {@code src/test/go}, built as one without the C library. Immutable. */
record GoProgram(Path file) {
    private static final int BUILD_SECONDS = 240;

    /** Builds it. Skips the calling test or class where there is no Go. */
    static GoProgram build(String name, Path into) {
        Program go = Program.need("go", "programs in Go");
        Path file = into.resolve(name);
        ProcessBuilder builder = new ProcessBuilder(go.with("build", "-trimpath", "-o", file.toString(), "main.go"))
                .directory(Path.of("src", "test", "go", name).toFile())
                .redirectErrorStream(true);
        builder.environment().put("CGO_ENABLED", "0");
        builder.environment().put("GOTOOLCHAIN", "local");
        try {
            Process build = builder.start();
            build.getOutputStream().close();
            String said = new String(build.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(build.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(build.exitValue()).as(said).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return new GoProgram(file);
    }

    List<String> with(String... arguments) {
        return Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toList();
    }
}
