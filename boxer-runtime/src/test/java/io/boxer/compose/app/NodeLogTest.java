// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
    @TempDir
    private Path directory = Path.of(".");

    private static ByteArrayInputStream printed(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Test
    void whatIsPrintedIsAppendedAcrossStarts() {
        var log = new NodeLog(directory.resolve("a.log"), 1000, 3);

        log.take(printed("one\n"));
        log.take(printed("two\n"));

        assertThat(directory.resolve("a.log")).hasContent("one\ntwo\n");
    }

    @Test
    void aLogThatIsTooLongIsPutAsideAndTheOldestGoes() {
        var log = new NodeLog(directory.resolve("a.log"), 4, 3);

        for (String line : new String[] {"one\n", "two\n", "three\n", "four\n"}) {
            log.take(printed(line));
        }

        assertThat(directory.resolve("a.log")).hasContent("four\n");
        assertThat(directory.resolve("a.log.1")).hasContent("three\n");
        assertThat(directory.resolve("a.log.2")).hasContent("two\n");
        assertThat(directory.resolve("a.log.3")).doesNotExist();
    }

    @Test
    void whereOneFileIsKeptItBeginsAnew() {
        var log = new NodeLog(directory.resolve("a.log"), 4, 1);

        log.take(printed("one\n"));
        log.take(printed("two\n"));

        assertThat(directory.resolve("a.log")).hasContent("two\n");
        assertThat(directory.resolve("a.log.1")).doesNotExist();
    }

    @Test
    void aDiskThatCannotBeWrittenCostsLinesNotTheNode() {
        var log = new NodeLog(directory.resolve("gone/a.log"), 4, 1);
        var stream = printed("one\n");

        log.take(stream);

        assertThat(stream.available()).isZero();
    }
}
