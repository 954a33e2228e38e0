// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DriverEventTest {
    private static final DriverEvent END = new DriverEvent.QueryEnd("q3", 1.25, 89, true, "exact", "");

    static List<DriverEvent> events() {
        return List.of(
                new DriverEvent.Session("4.1.3", 8.5),
                new DriverEvent.Tables(24, 1.5),
                new DriverEvent.QueryStart("q3", 1, 9),
                new DriverEvent.Progress("q3", 3, 17),
                END,
                new DriverEvent.Waits(1_700_000_000_000L, 1_700_000_001_000L, 41, 7),
                new DriverEvent.Store(12, 3, 5, 0, true),
                new DriverEvent.Spark("4.1.3", 100, 2, 1, 7, 0));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsALineThatReadsBack(DriverEvent event) {
        assertThat(event.toJson()).doesNotContain("\n");
        assertThat(DriverEvent.parse(event.toJson())).isEqualTo(event);
    }

    @Test
    void theFieldENamesTheKind() {
        assertThat(END.toJson())
                .isEqualTo("{\"e\":\"query-end\",\"name\":\"q3\",\"seconds\":1.25,\"rows\":89,"
                        + "\"verified\":true,\"rule\":\"exact\",\"error\":\"\"}");
    }

    @Test
    void anotherLineIsRefused() {
        assertThatThrownBy(() -> DriverEvent.parse("26/11/25 INFO SparkContext"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an event of the TPC-DS driver: 26/11/25 INFO SparkContext");
    }

    @Test
    void eventsGoToAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("events");
        try (EventSink sink = EventSink.open("file:" + file)) {
            sink.emit(END);

            assertThat(Files.readString(file)).isEqualTo(END.toJson() + "\n");
        }
    }

    @Test
    void eventsGoToAPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventSink sink = EventSink.open("tcp:" + server.getLocalPort());
                Socket socket = server.accept();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            sink.emit(END);

            assertThat(reader.readLine()).isEqualTo(END.toJson());
        }
    }

    @Test
    void anotherPlaceIsRefused() {
        assertThatThrownBy(() -> EventSink.open("stdout"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("events=stdout is neither file:PATH nor tcp:PORT");
    }
}
