// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boxer.common.BoxerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {
    @TempDir
    private static Path directory;

    @Test
    void eachEventIsOneLineThatIsThereAtOnceInOneOrderForAllProcesses() throws IOException {
        try (TraceFile trace = TraceFile.open(directory.resolve("made"), "datanode-1", "n1")) {
            trace.log("dn.lease", "sentAt", 5, "until", 7L, "givenUp", true);
            trace.as("n1#2").log("dn.entry", "cause", "a \"quoted\" \\ line\nand more");

            List<String> lines = Files.readAllLines(directory.resolve("made/datanode-1.jsonl"));
            assertThat(lines).hasSize(2);
            assertThat(lines.get(0))
                    .matches(
                            "\\{\"p\":\"n1\",\"q\":1,\"t\":\\d+,\"e\":\"dn.lease\",\"sentAt\":5,\"until\":7,\"givenUp\":true}");
            assertThat(lines.get(1))
                    .startsWith("{\"p\":\"n1#2\",\"q\":2,")
                    .endsWith("\"cause\":\"a \\\"quoted\\\" \\\\ line\\u000aand more\"}");
        }
    }

    @Test
    void aDiskThatTakesNoMoreEndsTheTraceAndNotWhoIsTraced() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "not tested, for want of /dev/full: a trace on a full disk");
        try (TraceFile trace = TraceFile.onto(Files.newBufferedWriter(full), "n1")) {
            trace.log("dn.lease", "sentAt", 5);
            trace.log("dn.lease", "sentAt", 6);
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsTheUsersMistake() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> TraceFile.open(file.resolve("below"), "n", "n"))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("trace=" + file.resolve("below") + ": no file can be made there");
    }

    @Test
    void withoutATraceNothingIsWritten() {
        Trace.OFF.log("dn.entry", "b", 1);

        assertThat(Trace.OFF.isOn()).isFalse();
        assertThat(Trace.OFF.as("other")).isSameAs(Trace.OFF);
    }
}
