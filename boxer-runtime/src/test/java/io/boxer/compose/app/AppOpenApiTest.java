// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.DataSize;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import io.boxer.common.security.ClusterKey;
import io.boxer.overlay.OverlayNetwork;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/openapi/app.yaml against the server; it relies on the file's indentation. */
class AppOpenApiTest {
    private static final Path PAGE = Path.of("..", "docs", "openapi", "app.yaml");

    @TempDir
    private Path directory = Path.of(".");

    private static List<String> operations() throws IOException {
        List<String> operations = new ArrayList<>();
        String path = "";
        for (String line : Files.readAllLines(PAGE)) {
            if (line.matches("  /\\S+:")) {
                path = line.strip().replaceFirst(":$", "");
            } else if (line.matches("    (get|post|delete):")) {
                operations.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return operations;
    }

    @Test
    void theOperationsAreThoseOfTheServerWhichAnswersStatusBeforeAnythingRuns() throws IOException {
        var key = ClusterKey.loadOrCreate(directory.resolve("key"));
        var command = new NodeCommand(
                directory, JavaProgram.current("none"), List.of(), RunId.random(), "a", directory.resolve("key"));
        var settings = new AppSettings(new NodeId("a"), DataSize.ofMebibytes(1), 3);

        try (var server =
                AppServer.start(settings, new AppDirectory("a", directory), command, new OverlayNetwork(126), key)) {
            assertThat(server.routes().stream().map(route -> route.method() + " " + route.path()))
                    .containsExactlyElementsOf(operations());
            AppStatus status = new AdminClient(server.adminAddress(), key).get("/v1/status", AppStatus.class);
            assertThat(status.nodes()).isEmpty();
            assertThat(status.network()).isEqualTo("10.126.0.0/16");
        }
    }

    @Test
    void theFieldsAreThoseOfTheAnswers() throws IOException {
        String page = Files.readString(PAGE);

        for (Class<?> answer :
                List.of(AppStatus.class, AppStatus.NodeStatus.class, AppStatus.Published.class, Change.class)) {
            assertThat(Arrays.stream(answer.getRecordComponents()).map(RecordComponent::getName))
                    .allSatisfy(field -> assertThat(page).contains(" " + field + ": {"));
        }
    }
}
